import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { Container, LogEntry } from './container.ts';

/** How a container's log is spread over json-file's files: what is in the old ones counts only when they go. */
export interface LogFiles {
  /** Entries in each older file, oldest first. */
  older: number[];
  /** The file that is written now. */
  entries: number;
  bytes: number;
  /** Entries that were in files that are gone: the position of the first one that is left. */
  dropped: number;
}

export const newLogFiles = (): LogFiles => ({ older: [], entries: 0, bytes: 0, dropped: 0 });

/**
 * Docker's log has no limit unless one is asked for, but a disk is larger than a heap: without `max-size` the last
 * 16 to 32 MiB are kept.
 */
const OWN_LIMIT = { maxBytes: 16 * 1024 * 1024, maxFiles: 2 };

/** The position after the last entry, counted from the first one that ever was. */
export const logEnd = ({ log, supervision }: Readonly<Container>) =>
  supervision.logFiles.dropped + log.length;

/** Adds an entry, after a rotation where the file is full (moby daemon/logger/loggerutils/logfile.go). */
export function appendEntry(container: Container, entry: LogEntry): void {
  const { logFiles } = container.supervision;
  const limits = limitsOf(container);
  if (logFiles.bytes >= limits.maxBytes) rotate(container, limits.maxFiles);
  container.log.push(entry);
  logFiles.entries += 1;
  logFiles.bytes += jsonBytes(entry, limits !== OWN_LIMIT);
}

function rotate(container: Container, maxFiles: number): void {
  const { logFiles } = container.supervision;
  logFiles.older.push(logFiles.entries);
  let gone = 0;
  while (logFiles.older.length >= maxFiles) gone += logFiles.older.shift() as number;
  logFiles.entries = 0;
  logFiles.bytes = 0;
  logFiles.dropped += gone;
  if (gone > 0) container.log = container.log.without(gone);
}

function limitsOf({ hostConfig }: Readonly<Container>): { maxBytes: number; maxFiles: number } {
  const options = hostConfig.LogConfig.Config ?? {};
  const size = options['max-size'];
  if (size === undefined) return OWN_LIMIT;
  return { maxBytes: humanSize(size), maxFiles: Number(options['max-file'] ?? 1) };
}

/** go-units' FromHumanSize: `10m` and `10MB` are ten million. Checked when the container was created. */
function humanSize(text: string): number {
  const [, number, unit = ''] = /^\s*([\d.]+)\s*([a-z]?)/i.exec(text) ?? [];
  return Number(number) * 1000 ** Math.max(0, ' kmgtp'.indexOf(unit.toLowerCase() || ' '));
}

/** A time with all nine digits of its fraction. */
const FULL_TIME = 30;

/** `{"log":"...","stream":"stdout","time":"..."}` and a newline. */
function jsonBytes({ line, stream, timeNs }: LogEntry, exact: boolean): number {
  const timeLength = exact ? formatRfc3339Nano(timeNs).length : FULL_TIME;
  let bytes = '{"log":"","stream":"","time":""}\n'.length + stream.length + timeLength;
  for (const byte of line) bytes += escapedLength[byte] as number;
  return bytes;
}

/** What Go's JSON makes of each byte: `\n`, `\u003c`, or itself. */
const escapedLength = Uint8Array.from({ length: 256 }, (_, byte) => {
  if ([9, 10, 13, 34, 92].includes(byte)) return 2;
  return byte < 32 || [38, 60, 62].includes(byte) ? 6 : 1;
});
