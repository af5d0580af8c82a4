import { replaceInvalidUtf8 } from '../../support/go-utf8.ts';
import type { Engine } from '../engine.ts';
import type { Container } from './container.ts';
import { appendEntry, logEnd } from './log-files.ts';
import type { UnfinishedLine } from './supervision.ts';

/** A longer line is logged in pieces of this size (moby daemon/logger/copier.go, defaultBufSize). */
const PIECE_BYTES = 16 * 1024;
const NEWLINE = 10;
const NOTHING = new Uint8Array(0);

type Stream = 'stdout' | 'stderr';

/** Logs what a container wrote, line by line; the rest of an unfinished line waits for its end. */
export function logOutput(engine: Engine, containerId: string, stream: Stream, data: Uint8Array): void {
  const container = engine.state.containers.edit(containerId);
  if (container.hostConfig.LogConfig.Type === 'none') return;
  const { unfinished } = container.supervision;
  const before = logEnd(container);
  let pending: UnfinishedLine = unfinished[stream] ?? { firstPieceNs: undefined, bytes: NOTHING };
  let position = 0;
  while (position < data.length) {
    const newline = data.indexOf(NEWLINE, position);
    const lineEnd = newline === -1 ? data.length : newline + 1;
    // The newline itself does not count: a line of exactly 16 KiB is a piece, and its newline a line of its own.
    const room = PIECE_BYTES - pending.bytes.length;
    const take = Math.min(lineEnd - position, room);
    const bytes = join(pending.bytes, data.subarray(position, position + take));
    position += take;
    if (bytes.at(-1) === NEWLINE) {
      append(engine, container, stream, bytes, pending.firstPieceNs);
      pending = { firstPieceNs: undefined, bytes: NOTHING };
    } else if (bytes.length === PIECE_BYTES) {
      const timeNs = append(engine, container, stream, bytes, pending.firstPieceNs);
      pending = { firstPieceNs: timeNs, bytes: NOTHING };
    } else {
      pending = { ...pending, bytes };
    }
  }
  const isEmpty = pending.bytes.length === 0 && pending.firstPieceNs === undefined;
  unfinished[stream] = isEmpty ? undefined : pending;
  if (logEnd(container) > before) engine.live.logged.notify(containerId, 'entry');
}

/** Logs what was left without a newline, and tells the log's followers that no more will come from this run. */
export function closeLog(engine: Engine, container: Container): void {
  const { unfinished } = container.supervision;
  for (const stream of ['stdout', 'stderr'] as const) {
    const pending = unfinished[stream];
    unfinished[stream] = undefined;
    if (pending !== undefined && pending.bytes.length > 0) {
      append(engine, container, stream, pending.bytes, pending.firstPieceNs);
    }
  }
  engine.live.logged.notify(container.id, 'closed');
}

/** Each piece of a line bears the time of its first. */
function append(
  engine: Engine,
  container: Container,
  stream: Stream,
  line: Uint8Array,
  firstPieceNs: bigint | undefined,
): bigint {
  const timeNs = firstPieceNs ?? engine.clock.nowNs();
  // json-file keeps JSON strings; the local driver keeps bytes.
  const isText = container.hostConfig.LogConfig.Type === 'json-file';
  appendEntry(container, { timeNs, stream, line: isText ? replaceInvalidUtf8(line) : line });
  return timeNs;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
