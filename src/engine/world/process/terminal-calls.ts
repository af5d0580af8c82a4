import { descriptionOf } from './descriptor-calls.ts';
import { Errno } from './errno.ts';
import type { CallContext, Handlers } from './kernel-core.ts';
import type { Terminal } from './machine.ts';
import { setAttributes } from './terminal.ts';
import { resizeTerminal } from './terminal-input.ts';

type TerminalCall = 'tcgetpgrp' | 'tcsetpgrp' | 'tcgetattr' | 'tcsetattr' | 'winsize';

function terminalAt(context: CallContext, fd: number): Terminal {
  const description = descriptionOf(context, fd);
  const terminal =
    description.kind === 'terminal' ? context.machine.terminals.get(description.terminal) : undefined;
  if (terminal === undefined) throw new Errno('ENOTTY');
  return terminal;
}

export const terminalCalls: Handlers<TerminalCall> = {
  tcgetpgrp(context, { fd }) {
    const terminal = terminalAt(context, fd);
    if (terminal.sid !== context.process.sid) throw new Errno('ENOTTY');
    return terminal.foreground;
  },
  tcsetpgrp(context, { fd, pgid }) {
    const terminal = terminalAt(context, fd);
    const { sid } = context.process;
    if (terminal.sid !== sid) throw new Errno('ENOTTY');
    const members = [...context.machine.processes.values()];
    if (!members.some(each => each.pgid === pgid && each.sid === sid)) throw new Errno('EPERM');
    terminal.foreground = pgid;
    // Readers that were stopped for being in the background may be in the foreground now.
    context.kernel.wake(terminal.waiters);
  },
  tcgetattr: (context, { fd }) => terminalAt(context, fd).attributes,
  tcsetattr(context, { fd, attributes }) {
    const terminal = terminalAt(context, fd);
    setAttributes(terminal, attributes);
    if (terminal.input.length > 0) context.kernel.wake(terminal.waiters);
  },
  winsize(context, { fd, set }) {
    const terminal = terminalAt(context, fd);
    if (set !== undefined) resizeTerminal(context.kernel, context.machine, terminal, set);
    return terminal.size;
  },
};
