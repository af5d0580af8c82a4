import { Errno } from '../process/errno.ts';
import { SIGNAL_NUMBERS, type SignalName } from '../process/signal.ts';
import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';

/** What a command answers, whatever it is asked. */
export interface ScriptedCommand {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
}

export function scriptedCommand({ stdout = '', stderr = '', exitCode = 0 }: ScriptedCommand): Program {
  return function* () {
    if (stdout !== '') yield* sys.write(1, stdout);
    if (stderr !== '') yield* sys.write(2, stderr);
    return exitCode;
  };
}

/** What comes before a test's own program: it ends when it is told to, and has said a few lines. */
export function untilStopped(lines: readonly string[], stopSignal = 'SIGTERM'): () => Sys<void> {
  const names = new Set(['TERM', 'INT', 'QUIT', stopSignal.replace(/^SIG/, '')]);
  return function* () {
    for (const name of names) {
      const signal = SIGNAL_NUMBERS[name as SignalName];
      if (signal !== undefined) yield* sys.signalAction(signal, 'end');
    }
    for (const line of lines) yield* sys.write(1, `${line}\n`);
  };
}

/** Lives until it is stopped. Who connects to one of its ports finds it open, and is hung up on. */
export function standIn(ports: readonly number[]): Program {
  return function* ({ start }) {
    let listeners = start as readonly number[] | undefined;
    if (listeners === undefined) {
      const opened: number[] = [];
      for (const port of ports) opened.push(yield* sys.listen(port));
      listeners = opened;
    }
    for (;;) {
      yield* sys.checkpoint([...listeners]);
      const ready = yield* outcome(sys.poll(listeners));
      if (ready instanceof Errno) continue;
      for (const listener of ready) {
        const { fd } = yield* sys.accept(listener);
        yield* sys.close(fd);
      }
    }
  };
}
