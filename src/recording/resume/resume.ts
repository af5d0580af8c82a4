import { type Daemon, type Exchange, isHijack, type Reply } from '../../exchange/exchange.ts';
import { Bindings } from '../compare/bindings.ts';
import { type CompareOptions, compare } from '../compare/compare.ts';
import type { Recording } from '../frame.ts';
import { type Replayer, type ReplayOptions, replay } from '../replay/replay.ts';
import { translatedReply } from './translated-reply.ts';

export interface ResumeOptions extends Omit<ReplayOptions, 'otherwise'>, Pick<CompareOptions, 'advance'> {
  /** The last exchange of the recording that is played. Default: all of them. */
  readonly at?: number;
  /** Asked once the state is reached: a daemon of that state that goes on in place of the one that went there. */
  readonly goOnWith?: () => Daemon;
}

/**
 * A recording up to a place, and a daemon that goes on from there: it is brought to the state that the recording shows
 * by the requests that led there. The past answers who asks for it in its order; the first call that changes something
 * else ends it, and all goes to the daemon. Ids, names and addresses stay those of the recording. Connections that were
 * open at the place go no further.
 *
 * @param daemon a fresh one, with the images that the recorded one had
 * @example
 * const engine = createEngine({ clock: 'manual' });
 * const docker = await resume(recording, api(engine), { at: 12, advance: ms => engine.advance(ms) });
 */
export async function resume(
  recording: Recording,
  daemon: Daemon,
  { at = Number.POSITIVE_INFINITY, advance, goOnWith = () => daemon, ...options }: ResumeOptions = {},
): Promise<Replayer> {
  const past = upTo(recording, at);
  const bindings = new Bindings();
  await compare(past, daemon, { ...(advance && { advance }), bindings });
  const next = goOnWith();
  let left = false;
  const otherwise: Daemon = exchange => {
    left ||= !/^(GET|HEAD)$/.test(exchange.method);
    return goOn(exchange, next, bindings);
  };
  // Who does something else than what was recorded, or in another order, has left the past for good.
  const played = replay(past, { mode: 'strict', ...options, otherwise });
  const resumed: Daemon = exchange => (left ? otherwise(exchange) : played(exchange));
  return Object.assign(resumed, { neverAsked: played.neverAsked, misses: played.misses });
}

function upTo(recording: Recording, at: number): Recording {
  const next = recording.frames.findIndex(({ kind, x }) => kind === 'request' && x > at);
  const frames = next < 0 ? recording.frames : recording.frames.slice(0, next);
  return { header: recording.header, frames, bytes: frame => recording.bytes(frame) };
}

async function goOn(exchange: Exchange, daemon: Daemon, bindings: Bindings): Promise<Reply> {
  const { method, signal } = exchange;
  const target = bindings.translate(exchange.target);
  const headers = exchange.headers.filter(([name]) => !/^content-length$/i.test(name));
  const chunks: Uint8Array[] = [];
  for await (const chunk of exchange.body) chunks.push(chunk);
  const sent = Buffer.concat(chunks);
  const text = sent.toString('latin1');
  const translated = bindings.translate(text);
  const body = translated === text ? sent : Buffer.from(translated, 'latin1');
  const length = body.length > 0 ? [['Content-Length', String(body.length)] as const] : [];
  const reply = await daemon({
    method,
    target,
    headers: [...headers.filter(([name]) => !/^transfer-encoding$/i.test(name)), ...length],
    signal,
    body: (async function* () {
      if (body.length > 0) yield body;
    })(),
  });
  return isHijack(reply) ? reply : translatedReply(reply, bindings);
}
