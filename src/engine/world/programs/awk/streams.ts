import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { fail } from '../options.ts';
import { spawnCommand, waitForPid } from '../run-other.ts';
import { encodeBytes } from '../text.ts';
import type { Machine } from './machine.ts';

/** `sh -c command` with a pipe to read from or write to. */
export function* openCommand(
  machine: Machine,
  command: string,
  way: 'read' | 'write',
): Sys<{ fd: number; pid: number } | undefined> {
  yield* flushAll(machine);
  const [readEnd, writeEnd] = yield* sys.pipe();
  const fds = way === 'read' ? { 0: 0, 1: writeEnd, 2: 2 } : { 0: readEnd, 1: 1, 2: 2 };
  const pid = yield* spawnCommand('awk', ['sh', '-c', command], machine.env, fds);
  yield* sys.close(way === 'read' ? writeEnd : readEnd);
  return pid === undefined ? undefined : { fd: way === 'read' ? readEnd : writeEnd, pid };
}

/** print > file, >> file, | command. A stream stays open until close(). */
export function* writeTo(machine: Machine, to: string, name: string, text: string): Sys<void> {
  if (name === '/dev/stdout' || (name === '-' && to !== '|')) {
    yield* machine.out.bytes(text);
    return;
  }
  let stream = machine.writers.get(name);
  if (!stream) {
    if (to === '|') stream = yield* openCommand(machine, name, 'write');
    else if (name === '/dev/stderr') stream = { fd: 2, pid: undefined };
    else {
      const how = to === '>' ? { truncate: true } : { append: true };
      const fd = yield* outcome(sys.open(name, { write: true, create: true, ...how }));
      if (fd instanceof Errno) return yield* fail('awk', `can't redirect to '${name}': ${fd.message}`);
      stream = { fd, pid: undefined };
    }
    if (!stream) return;
    machine.writers.set(name, stream);
  }
  yield* sys.write(stream.fd, encodeBytes(text));
}

export function* flushAll(machine: Machine): Sys<void> {
  yield* machine.out.flush();
}

export function* closeStream(machine: Machine, name: string): Sys<number> {
  const stream = machine.writers.get(name) ?? machine.readers.get(name);
  if (!stream) return -1;
  machine.writers.delete(name);
  machine.readers.delete(name);
  yield* flushAll(machine);
  if (stream.fd > 2) yield* outcome(sys.close(stream.fd));
  return stream.pid === undefined ? 0 : yield* waitForPid(stream.pid);
}

export function* closeAll(machine: Machine): Sys<void> {
  for (const name of [...machine.writers.keys(), ...machine.readers.keys()])
    yield* closeStream(machine, name);
}
