import { DockerError } from '../../engine/errors.ts';
import { type HijackedStream, headerOf } from '../../exchange/exchange.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import type { ApiReply, Call } from '../call.ts';
import { readJson } from '../wire/body.ts';
import { negotiateMediaType } from '../wire/media-type.ts';
import { unframer } from '../wire/stdcopy.ts';
import { MULTIPLEXED_STREAM, RAW_STREAM } from '../wire/stream-types.ts';
import { compareApiVersions } from './api-version.ts';
import { changesBefore112, streamsBefore16 } from './before-1-12.ts';
import { changesBefore124 } from './before-1-24.ts';
import type { Change } from './change.ts';
import { containerChanges } from './container.ts';
import { containerCreateChanges } from './container-create.ts';
import { imageChanges } from './image.ts';
import { networkChanges, volumeChanges } from './network.ts';
import { newerContainerChanges, newerImageChanges, newerSystemChanges } from './newer.ts';
import { systemChanges } from './system.ts';

/** Requests and replies go through the changes of their operation in this order. */
const allChanges: readonly Change[] = [
  ...streamsBefore16,
  ...containerCreateChanges,
  ...containerChanges,
  ...imageChanges,
  ...networkChanges,
  ...volumeChanges,
  ...systemChanges,
  ...newerContainerChanges,
  ...newerImageChanges,
  ...newerSystemChanges,
  ...changesBefore124,
  ...changesBefore112,
];

const cache = new Map<string, readonly Change[]>();

/** What the handler of `operation` must not know about a client that speaks `version`. */
export function changesFor(operation: string, version: string): readonly Change[] {
  const key = `${operation} ${version}`;
  let changes = cache.get(key);
  if (changes === undefined) {
    changes = allChanges.filter(change => applies(change, operation, version));
    // Versions come from clients; what is remembered of them is bounded.
    if (cache.size < 5_000) cache.set(key, changes);
  }
  return changes;
}

/** Whether a change is about an operation in a version. */
export function applies({ operations, before, from }: Change, operation: string, version: string): boolean {
  return (
    operations.includes(operation) &&
    (before === undefined || compareApiVersions(version, before) < 0) &&
    (from === undefined || compareApiVersions(version, from) >= 0)
  );
}

/** The call as a client of 1.51 would have made it. */
export function upgradeCall(call: Call, changes: readonly Change[]): Call {
  if (changes.length === 0) return call;
  for (const { ignoredQuery = [], query } of changes) {
    for (const name of ignoredQuery) call.query.remove(name);
    query?.(call);
  }
  const exchange = changes.reduce(
    (before, change) => change.exchange?.({ ...call, exchange: before }) ?? before,
    call.exchange,
  );
  return {
    ...call,
    exchange,
    filters: () => {
      const filters = new Map(call.filters());
      for (const change of changes) change.filters?.(filters, call);
      return filters;
    },
    json: async (schema, given = {}) => {
      const emptyBody = changes.find(change => change.emptyBody !== undefined)?.emptyBody;
      const options = emptyBody === undefined ? given : { ...given, emptyBody };
      const body =
        exchange === call.exchange
          ? await call.json(schema, options)
          : await readJson(exchange, schema, options);
      for (const change of changes) change.request?.(body, call);
      return body as never;
    },
  };
}

/** What a version answers in place of an error; undefined where it is one there too. */
export function forgive(error: unknown, changes: readonly Change[]): ApiReply | undefined {
  if (!(error instanceof DockerError)) return undefined;
  for (const { failure } of changes) {
    const reply = failure?.(error);
    if (reply !== undefined) return reply;
  }
  return undefined;
}

/** The reply as that version has it. */
export async function downgradeReply(
  reply: ApiReply,
  changes: readonly Change[],
  call: Call,
): Promise<ApiReply> {
  let result = reply;
  for (const change of changes) {
    if (change.whole) result = await whole(result);
    else result = downgrade(result, change, call);
  }
  return result;
}

/** Waits for the end of a body that comes in pieces. */
async function whole(reply: ApiReply): Promise<ApiReply> {
  const isStream = 'body' in reply && reply.body && !(reply.body instanceof Uint8Array);
  return isStream ? { ...reply, body: await joinChunks(reply.body as AsyncIterable<Uint8Array>) } : reply;
}

function downgrade(reply: ApiReply, change: Change, call: Call): ApiReply {
  const { reply: rewrite, rawStream, text, told, unframed, untyped, mediaTypes } = change;
  if (mediaTypes && 'messages' in reply) {
    const accept = headerOf(call.exchange.headers, 'Accept');
    return { ...reply, contentType: negotiateMediaType(accept, mediaTypes, 'application/json') };
  }
  if (rewrite && 'json' in reply) return { ...reply, json: rewrite(reply.json, call) };
  if (rewrite && 'messages' in reply) return { ...reply, messages: rewritten(reply.messages, rewrite, call) };
  if (text && 'body' in reply && reply.body && !(reply.body instanceof Uint8Array)) {
    return { ...reply, body: rewrittenText(reply.body, text) };
  }
  if (text && 'body' in reply && reply.body) {
    return {
      ...reply,
      body: new TextEncoder().encode(text(new TextDecoder().decode(reply.body as Uint8Array))),
    };
  }
  if (untyped && 'body' in reply) return { ...reply, headers: [], untyped };
  if (told && 'messages' in reply) {
    const headers = [['Content-Type', 'text/plain; charset=utf-8']] as const;
    return { status: reply.status, headers, body: toldText(reply.messages, told) };
  }
  if (unframed) return withoutFrames(reply);
  if (rawStream && 'hijack' in reply) return { ...reply, contentType: RAW_STREAM };
  if (rawStream && 'body' in reply) return { ...reply, headers: [['Content-Type', RAW_STREAM]] };
  return reply;
}

/** A container's terminal has no frames. */
function withoutFrames(reply: ApiReply): ApiReply {
  const contentOf = unframer();
  if ('hijack' in reply) {
    if (reply.contentType !== MULTIPLEXED_STREAM) return reply;
    return { ...reply, hijack: stream => reply.hijack(writingContents(stream, contentOf)) };
  }
  if (!('body' in reply) || headerOf(reply.headers ?? [], 'Content-Type') !== MULTIPLEXED_STREAM)
    return reply;
  const { body } = reply;
  if (body === undefined || body instanceof Uint8Array) return { ...reply, body: body && contentOf(body) };
  return { ...reply, body: contents(body, contentOf) };
}

type ContentOf = ReturnType<typeof unframer>;

/** The same connection, whose other end gets no frames. */
function writingContents(stream: HijackedStream, contentOf: ContentOf): HijackedStream {
  return {
    input: stream.input,
    signal: stream.signal,
    write: async piece => {
      const content = contentOf(piece);
      if (content.length > 0) await stream.write(content);
    },
    end: () => stream.end(),
    destroy: () => stream.destroy(),
  };
}

async function* contents(pieces: AsyncIterable<Uint8Array>, contentOf: ContentOf): AsyncIterable<Uint8Array> {
  for await (const piece of pieces) {
    const content = contentOf(piece);
    // An empty chunk would be the end of the body.
    if (content.length > 0) yield content;
  }
}

async function* toldText(
  messages: Iterable<unknown> | AsyncIterable<unknown>,
  told: NonNullable<Change['told']>,
): AsyncIterable<Uint8Array> {
  for await (const message of messages) {
    const text = told(message);
    if (text !== '') yield new TextEncoder().encode(text);
  }
}

async function* rewritten(
  messages: Iterable<unknown> | AsyncIterable<unknown>,
  rewrite: NonNullable<Change['reply']>,
  call: Call,
): AsyncIterable<unknown> {
  for await (const message of messages) {
    const result = rewrite(message, call);
    if (result !== undefined) yield result;
  }
}

async function* rewrittenText(
  pieces: AsyncIterable<Uint8Array>,
  rewrite: (piece: string) => string,
): AsyncIterable<Uint8Array> {
  for await (const piece of pieces) {
    yield new TextEncoder().encode(rewrite(new TextDecoder().decode(piece)));
  }
}
