import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { addJob, waitForJob } from './jobs.ts';
import type { ShellState } from './state.ts';
import { childDescriptors, spawnSubshell } from './subshell.ts';
import type { Node } from './syntax.ts';

type Of<K extends Node['k']> = Extract<Node, { k: K }>;

export function* runPipeline(shell: ShellState, node: Of<'pipe'>): Sys<number> {
  const pids = yield* spawnPipeline(shell, node, false);
  return yield* waitForJob(shell, addJob(shell, pids, node.text));
}

function* spawnPipeline(shell: ShellState, node: Of<'pipe'>, background: boolean): Sys<number[]> {
  const pids: number[] = [];
  let input: number | undefined;
  for (const [index, command] of node.commands.entries()) {
    const isLast = index === node.commands.length - 1;
    const [readEnd, writeEnd] = isLast ? [undefined, undefined] : yield* sys.pipe();
    const replaced: Record<number, number> = {};
    if (input !== undefined) replaced[0] = input;
    if (writeEnd !== undefined) replaced[1] = writeEnd;
    const monitor = shell.options.monitor
      ? { pgid: pids[0] ?? 0, ...(background ? {} : { foreground: true }) }
      : {};
    const fds = childDescriptors(shell, replaced);
    pids.push(yield* spawnSubshell(shell, command, { fds, background, ...monitor }));
    if (input !== undefined) yield* sys.close(input);
    if (writeEnd !== undefined) yield* sys.close(writeEnd);
    input = readEnd;
  }
  return pids;
}

/** `command &` */
export function* spawnBackground(shell: ShellState, node: Of<'background'>): Sys<number> {
  let pids: number[];
  const withoutJobControl = !shell.options.monitor;
  // Without job control a background command reads from /dev/null (POSIX 2.9.3.1).
  const nothing = withoutJobControl ? yield* sys.open('/dev/null', { read: true }) : undefined;
  if (node.node.k === 'pipe' && !withoutJobControl) {
    pids = yield* spawnPipeline(shell, node.node, true);
  } else {
    const fds = childDescriptors(shell, nothing === undefined ? {} : { 0: nothing });
    const group = withoutJobControl ? {} : { pgid: 0 };
    pids = [yield* spawnSubshell(shell, node.node, { fds, background: true, ...group })];
  }
  if (nothing !== undefined) yield* sys.close(nothing);
  addJob(shell, pids, node.text);
  shell.lastBackground = pids.at(-1);
  return 0;
}
