import { goQuote } from '../../../support/go-strconv.ts';
import type { Engine } from '../../engine.ts';
import { DockerError, systemError } from '../../errors.ts';
import { hubOf } from '../../exec/hub-of.ts';
import type { OutputChunk } from '../../exec/output-hub.ts';
import { etcTree } from '../../world/files/container-trees.ts';
import type { FileTree } from '../../world/files/file-tree.ts';
import { HOST_NAMESERVERS } from '../../world/files/resolution-files.ts';
import type { MachineSpec, ProcessEnd } from '../../world/process/processes.ts';
import { BuildFailure } from '../build-failure.ts';
import type { Sandbox, SandboxMount } from './sandbox.ts';
import { makeStubs, removeStubs, systemTrees } from './sandbox-files.ts';

export interface SandboxRequest {
  /** A layer over the files it begins with: its changes are made in it. */
  readonly root: FileTree;
  readonly mounts: readonly SandboxMount[];
  /** What the mounts are taken from, by name. */
  readonly trees: ReadonlyMap<string, FileTree>;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly user: string;
  readonly ulimits: MachineSpec['ulimits'];
  readonly hostname: string;
  readonly extraHosts: ReadonlyArray<{ readonly host: string; readonly address: string }>;
  readonly network: Sandbox['network'];
  readonly output: (chunk: OutputChunk) => void;
  readonly signal: AbortSignal;
}

/** Runs a command to its end. Gives the files as they are then. @throws BuildFailure for any exit code but 0 */
export async function runSandbox(engine: Engine, request: SandboxRequest): Promise<FileTree> {
  const { sandboxes } = engine.state;
  const { root, args } = request;
  const id = engine.random.hex('ids', 64);
  const nowNs = engine.clock.nowNs();
  const etc = etcTree({ hosts: hostsOf(request), 'resolv.conf': resolvConf() }, nowNs);
  const mounts: SandboxMount[] = [...ETC_MOUNTS, ...request.mounts];
  const trees = new Map([...systemTrees(nowNs), ['etc', etc] as const, ...request.trees]);
  sandboxes.set(id, { id, root, mounts, trees, network: request.network, end: undefined });
  try {
    const stubs = makeStubs(engine, id);
    const exitCode = await execute(engine, id, request);
    if (exitCode !== 0) throw processFailed(args, `exit code: ${exitCode}`, exitCode);
    removeStubs(engine, id, stubs);
    return (engine.state.sandboxes.get(id) as Readonly<Sandbox>).root;
  } finally {
    engine.processes.remove(id);
    engine.state.sandboxes.delete(id);
  }
}

const ETC_MOUNTS: readonly SandboxMount[] = ['resolv.conf', 'hosts'].map(name => ({
  target: `/etc/${name}`,
  from: { tree: 'etc' },
  source: `/${name}`,
  readOnly: false,
}));

function processFailed(args: readonly string[], why: string, code: number): BuildFailure {
  return new BuildFailure(`process ${goQuote(args.join(' '))} did not complete successfully: ${why}`, code);
}

async function execute(engine: Engine, id: string, request: SandboxRequest): Promise<number> {
  const { output: take, signal } = request;
  const output = hubOf(engine, id).attach({ stdout: true, stderr: true });
  const cancel = () => {
    engine.processes.remove(id);
    engine.live.outputs.get(id)?.end();
  };
  signal.addEventListener('abort', cancel);
  try {
    const refused = start(engine, id, request);
    if (refused !== undefined) {
      take({ stream: 'stderr', data: new TextEncoder().encode(`${refused}\n`) });
      return 1;
    }
    for (;;) {
      const chunks = await engine.driver.wait(output.take());
      if (chunks.length === 0) break;
      for (const chunk of chunks) take(chunk);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    engine.live.outputs.delete(id);
  }
  if (signal.aborted) throw systemError('context canceled');
  return engine.state.sandboxes.get(id)?.end?.exitCode ?? 1;
}

/** The kernel's word that a sandbox's process has ended. */
export function sandboxEnded(engine: Engine, id: string, end: ProcessEnd): void {
  engine.state.sandboxes.edit(id).end = end;
  engine.live.outputs.get(id)?.end();
}

/** What runc says where it starts nothing; a user who is not there is found out before. */
function start(engine: Engine, id: string, request: SandboxRequest): string | undefined {
  const { args, env, cwd, user, hostname, ulimits } = request;
  const machine = { hostname, domainname: '', init: false, image: '', ulimits, memory: 0 };
  const process = {
    argv: args,
    env,
    cwd,
    user,
    groups: [],
    tty: false,
    openStdin: false,
    consoleSize: undefined,
  };
  try {
    engine.processes.start(id, machine, process);
    return undefined;
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    if (error.message.startsWith('unable to find ')) throw processFailed(args, error.message, 1);
    const [, reason = error.message] = /(unable to start container process: .*)$/s.exec(error.message) ?? [];
    return `runc run failed: ${reason}`;
  }
}

function hostsOf({ hostname, extraHosts }: SandboxRequest): string {
  const lines = [
    `127.0.0.1\tlocalhost ${hostname}`,
    '::1\tlocalhost ip6-localhost ip6-loopback',
    ...extraHosts.map(({ host, address }) => `${address}\t${host}`),
  ];
  return `${lines.join('\n')}\n`;
}

const resolvConf = (): string => HOST_NAMESERVERS.map(server => `nameserver ${server}\n`).join('');
