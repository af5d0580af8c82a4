import { Errno, WriteError } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { type LineReader, lineReader, readAll } from './input.ts';
import { complain } from './output.ts';
import { decodeBytes } from './text.ts';

/** Opens each path (`-` and none at all: stdin) in turn, complaining about those that do not open. */
export function* eachInput(
  who: string,
  paths: readonly string[],
  body: (fd: number, path: string) => Sys<void>,
  message = (path: string, error: Errno) => `${path}: ${error.message}`,
): Sys<number> {
  let status = 0;
  for (const path of paths.length === 0 ? ['-'] : paths) {
    const fd = path === '-' ? 0 : yield* outcome(sys.open(path, { read: true }));
    const failed = fd instanceof Errno ? fd : yield* outcome(body(fd, path));
    if (failed instanceof WriteError) throw failed;
    if (failed instanceof Errno) {
      yield* complain(
        `${who}: ${fd instanceof Errno ? message(path, failed) : `read error: ${failed.message}`}`,
      );
      status = 1;
    }
    if (typeof fd === 'number' && fd !== 0) yield* sys.close(fd);
  }
  return status;
}

/** Each line of each input, without its newline. */
export function* eachLine(
  who: string,
  paths: readonly string[],
  body: (line: string, path: string) => Sys<void>,
): Sys<number> {
  return yield* eachInput(who, paths, function* (fd, path) {
    const reader: LineReader = lineReader(fd);
    for (;;) {
      const line = yield* reader.next();
      if (line === undefined) return;
      yield* body(line.endsWith('\n') ? line.slice(0, -1) : line, path);
    }
  });
}

/** All lines of all inputs, one character a byte. */
export function* allLines(who: string, paths: readonly string[]): Sys<{ lines: string[]; status: number }> {
  const lines: string[] = [];
  const status = yield* eachInput(who, paths, function* (fd) {
    const text = decodeBytes(yield* readAll(fd));
    if (text === '') return;
    for (const line of (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')) lines.push(line);
  });
  return { lines, status };
}
