import { Engine, type EngineSnapshot } from '../../../../src/engine/engine.ts';
import { parseSnapshot, serializeSnapshot } from '../../../../src/engine/snapshot-json.ts';
import type { ClockMode } from '../../../../src/engine/world/clock.ts';
import { FileSystemView } from '../../../../src/engine/world/files/file-system-view.ts';
import { FileTree, ROOT_INO } from '../../../../src/engine/world/files/file-tree.ts';
import { FileType, makeDevice } from '../../../../src/engine/world/files/inode.ts';
import { treeFileSystem } from '../../../../src/engine/world/files/tree-file-system.ts';
import { addBuiltInPrograms } from '../../../../src/engine/world/process/built-in-programs.ts';
import { Errno } from '../../../../src/engine/world/process/errno.ts';
import { Kernel } from '../../../../src/engine/world/process/kernel.ts';
import type { KernelHost } from '../../../../src/engine/world/process/kernel-core.ts';
import { type NetworkWorld, noNetwork } from '../../../../src/engine/world/process/network-world.ts';
import type { MachineSpec, ProcessSpec } from '../../../../src/engine/world/process/processes.ts';
import { ProgramTable } from '../../../../src/engine/world/process/program-table.ts';
import { sys } from '../../../../src/engine/world/process/sys.ts';
import type { Program, Running } from '../../../../src/engine/world/process/system-call.ts';
import { hostTimers } from '../../../../src/support/host-timers.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Programs for the tests of the kernel alone: `run` runs a function of the test's choice. */
export type TestPrograms = Record<string, Program>;

function* echo({ argv }: { argv: readonly string[] }): Running {
  yield* sys.write(1, `${argv.slice(1).join(' ')}\n`);
  return 0;
}

function* cat(): Running {
  for (;;) {
    const data = yield* sys.read(0);
    if (data.length === 0) return 0;
    yield* sys.write(1, data);
  }
}

function* sleep({ argv }: { argv: readonly string[] }): Running {
  yield* sys.sleep(BigInt(Math.round(Number(argv[1]) * 1e9)));
  return 0;
}

function* yes(): Running {
  for (;;) yield* sys.write(1, 'y\n');
}

export interface Simulated {
  readonly engine: Engine;
  readonly kernel: Kernel;
  /** All output by container or exec id, as `out:` and `err:` would be told apart by case of the stream. */
  readonly output: Map<string, { stdout: string; stderr: string }>;
  readonly ends: Map<string, number>;
  /** Whether the host takes more output. */
  accepts: boolean;
  start(
    id: string,
    argv: readonly string[],
    spec?: Partial<ProcessSpec>,
    machine?: Partial<MachineSpec>,
  ): number;
  exec(id: string, execId: string, argv: readonly string[], spec?: Partial<ProcessSpec>): number;
  input(id: string, text: string, execId?: string): Promise<void>;
  stdout(id: string): string;
  stderr(id: string): string;
  fork(): Simulated;
  /** A copy made from the JSON text of a snapshot. */
  viaJson(): Simulated;
}

export interface SimulateOptions {
  readonly programs?: TestPrograms;
  readonly clock?: ClockMode;
  readonly network?: NetworkWorld;
  readonly prepare?: (tree: FileTree) => void;
}

export function simulate(options: SimulateOptions = {}): Simulated {
  return wrap(options);
}

/** An engine whose containers are machines over a little tree each, and whose output the test collects. */
function wrap(options: SimulateOptions, from?: Simulated, snapshot?: EngineSnapshot): Simulated {
  const programs = new ProgramTable();
  addBuiltInPrograms(programs);
  const all = { echo, cat, sleep, yes, ...options.programs };
  for (const [name, program] of Object.entries(all)) programs.addCommand(name, program);
  const output = new Map(Array.from(from?.output ?? [], ([id, text]) => [id, { ...text }]));
  const ends = new Map(from?.ends);
  let kernel: Kernel | undefined;
  const makeKernel = (engine: Engine) => {
    const host: KernelHost = {
      get state() {
        return engine.state;
      },
      get clock() {
        return engine.clock;
      },
      get random() {
        return engine.random;
      },
      noteUnsimulated: feature => engine.noteUnsimulated(feature),
      processOutput(owner, stream, data) {
        const id = owner.kind === 'exec' ? owner.execId : owner.containerId;
        const text = output.get(id) ?? { stdout: '', stderr: '' };
        output.set(id, text);
        text[stream] += decoder.decode(data);
        return result.accepts;
      },
      processEnded(owner, end) {
        ends.set(owner.kind === 'exec' ? owner.execId : owner.containerId, end.exitCode);
      },
    };
    const files = (id: string) => {
      const { hostDisk } = engine.state;
      if (!hostDisk.has(id)) hostDisk.set(id, { tree: makeTree(Object.keys(all), options.prepare) });
      const held = { read: () => read(id), edit: () => hostDisk.edit(id).tree };
      const read = (key: string) => (hostDisk.get(key) as { tree: FileTree }).tree;
      return new FileSystemView(treeFileSystem('overlay', held, () => engine.clock.nowNs()));
    };
    kernel = new Kernel(host, { programs, files, network: options.network ?? noNetwork });
    return kernel;
  };
  const engine = new Engine(
    { host: hostTimers(), clock: options.clock ?? 'manual', processes: makeKernel },
    snapshot,
  );
  const result: Simulated = {
    engine,
    kernel: kernel as unknown as Kernel,
    output,
    ends,
    accepts: true,
    start: (id, argv, spec, machine) =>
      result.kernel.start(id, { ...MACHINE, ...machine }, { ...SPEC, ...spec, argv }),
    exec: (id, execId, argv, spec) => result.kernel.exec(id, execId, { ...SPEC, ...spec, argv }),
    input: async (id, text, execId) => result.kernel.streams(id, execId)?.writeInput(encoder.encode(text)),
    stdout: id => output.get(id)?.stdout ?? '',
    stderr: id => output.get(id)?.stderr ?? '',
    fork: () => wrap(options, result, engine.snapshot()),
    viaJson: () => wrap(options, result, parseSnapshot(serializeSnapshot(engine.snapshot()))),
  };
  return result;
}

/** What an executable begins with; it has to be as long as a header. */
const ELF = `\x7fELF${'\0'.repeat(60)}`;

const MACHINE: MachineSpec = {
  hostname: 'box',
  domainname: '',
  init: false,
  image: 'test',
  ulimits: {},
  memory: 0,
};
const SPEC: Omit<ProcessSpec, 'argv'> = {
  env: ['PATH=/bin'],
  cwd: '/',
  user: '',
  groups: [],
  tty: false,
  openStdin: false,
  consoleSize: undefined,
};

function makeTree(commands: readonly string[], prepare: (tree: FileTree) => void = () => {}): FileTree {
  const tree = FileTree.empty(0n);
  const bin = directory(tree, ROOT_INO, 'bin');
  for (const name of commands) file(tree, bin, name, ELF, 0o755);
  file(tree, directory(tree, ROOT_INO, 'sbin'), 'docker-init', ELF, 0o755);
  const etc = directory(tree, ROOT_INO, 'etc');
  file(tree, etc, 'passwd', 'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\n');
  file(tree, etc, 'group', 'root:x:0:\ndaemon:x:1:\nwheel:x:10:root\naudio:x:29:\n');
  const dev = directory(tree, ROOT_INO, 'dev');
  const devices = { null: [1, 3], zero: [1, 5], full: [1, 7], urandom: [1, 9], tty: [5, 0] } as const;
  for (const [name, [major, minor]] of Object.entries(devices)) {
    const mode = FileType.character | 0o666;
    tree.create(dev, name, { mode, uid: 0, gid: 0, rdev: makeDevice(major, minor) }, 0n);
  }
  directory(tree, ROOT_INO, 'tmp', 0o1777);
  prepare(tree);
  return tree;
}

export function directory(tree: FileTree, parent: number, name: string, mode = 0o755): number {
  return tree.create(parent, name, { mode: FileType.directory | mode, uid: 0, gid: 0 }, 0n);
}

export function file(tree: FileTree, parent: number, name: string, content: string, mode = 0o644): number {
  const ino = tree.create(parent, name, { mode: FileType.regular | mode, uid: 0, gid: 0 }, 0n);
  tree.write(ino, 0, encoder.encode(content), 0n);
  return ino;
}

/** Lets everything run that can without time passing. */
export function settle({ kernel }: Simulated): void {
  for (let turns = 0; kernel.run(1000); turns += 1) {
    if (turns > 1000) throw new Error('it never comes to rest');
  }
}

/** The code of the Errno that a call fails with; `ok` where it does not. */
export function* codeOf(call: Generator<never, unknown, unknown> | Running | Iterable<unknown>) {
  try {
    yield* call as Running;
    return 'ok';
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}
