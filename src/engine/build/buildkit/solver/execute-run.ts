import type { Engine } from '../../../engine.ts';
import { systemError } from '../../../errors.ts';
import { tmpfsTree } from '../../../world/files/container-trees.ts';
import { ROOT } from '../../../world/files/file-system.ts';
import { FileSystemView } from '../../../world/files/file-system-view.ts';
import { FileTree } from '../../../world/files/file-tree.ts';
import { FileType } from '../../../world/files/inode.ts';
import { holderOf, treeFileSystem } from '../../../world/files/tree-file-system.ts';
import { runSandbox } from '../../sandbox/run-sandbox.ts';
import type { Sandbox, SandboxMount } from '../../sandbox/sandbox.ts';
import { keep, lookUp, type NewRecord, treeOf } from '../cache/build-cache.ts';
import type { ToldStep } from '../told-steps.ts';
import type { CacheMount, RunMount, RunOperation, SecretMount, SshMount } from './operation.ts';
import type { Made, SolverContext } from './solver.ts';

/** Runs a command over the files of the base; what it changed is a layer. */
export async function runStep(
  context: SolverContext,
  operation: RunOperation,
  inputs: readonly Made[],
  told: ToldStep,
): Promise<NewRecord> {
  const { engine, signal } = context;
  if (operation.shmSize !== 0) engine.noteUnsimulated('shm-size of a build');
  const base = operation.hasBase ? inputs[0]?.record : undefined;
  const mounted = await mountAll(context, operation, inputs);
  const tree = await runSandbox(engine, {
    root: treeOf(engine, base).newLayer(),
    mounts: mounted.mounts,
    trees: mounted.trees,
    args: operation.args,
    env: [...operation.env, ...operation.proxy, ...mounted.env],
    cwd: operation.cwd,
    user: operation.user,
    ulimits: operation.ulimits,
    hostname: operation.hostname,
    extraHosts: operation.extraHosts,
    network: operation.network as Sandbox['network'],
    output: ({ stream, data }) => told.log(stream === 'stdout' ? 1 : 2, data),
    signal,
  });
  const description = `mount / from exec ${operation.args.join(' ')}`;
  return { kind: 'regular', description, parentId: base?.id ?? '', tree: tree.fork() };
}

/** What is mounted: its files, and what the command finds in its environment because of it. */
interface Mounted {
  readonly mounts: SandboxMount[];
  readonly trees: Map<string, FileTree>;
  readonly env: string[];
}

async function mountAll(
  context: SolverContext,
  { mounts, secretEnv, args }: RunOperation,
  inputs: readonly Made[],
): Promise<Mounted> {
  const mounted: Mounted = { mounts: [], trees: new Map(), env: [] };
  let agents = 0;
  for (const mount of mounts) {
    if (mount.type === 'secret') await mountSecret(context, mounted, mount);
    else if (mount.type === 'ssh') await mountAgent(context, mounted, mount, agents++);
    else mountFiles(context.engine, mounted, mount, inputs, args);
  }
  for (const { id, name, required } of secretEnv) {
    const secret = await readSecret(context, id, required);
    if (secret !== undefined) mounted.env.push(`${name}=${new TextDecoder().decode(secret)}`);
  }
  return mounted;
}

function mountFiles(
  engine: Engine,
  mounted: Mounted,
  mount: Exclude<RunMount, SecretMount | SshMount>,
  inputs: readonly Made[],
  args: readonly string[],
): void {
  const { target } = mount;
  if (mount.type === 'cache') {
    const { source, readOnly } = mount;
    const recordId = cacheRecordId(engine, mount, inputs, args);
    mounted.mounts.push({ target, from: { recordId }, source, readOnly });
  } else if (mount.type === 'tmpfs') {
    addTree(mounted, tmpfsTree(engine.clock.nowNs(), { mode: 0o755 }), {
      target,
      source: '/',
      readOnly: false,
    });
  } else {
    const tree = treeOf(engine, inputs[mount.input]?.record).newLayer();
    addTree(mounted, tree, { target, source: mount.source, readOnly: mount.readOnly });
  }
}

function addTree({ mounts, trees }: Mounted, tree: FileTree, mount: Omit<SandboxMount, 'from'>): void {
  const name = `mount ${mounts.length}`;
  trees.set(name, tree);
  mounts.push({ ...mount, from: { tree: name } });
}

/** A cache mount by its name, and by what it began with. */
const cacheKey = (id: string, from: string): string => `mount:${id}:${from}`;

function cacheRecordId(
  engine: Engine,
  { id, target, input }: CacheMount,
  inputs: readonly Made[],
  args: readonly string[],
): string {
  const from = input === undefined ? undefined : inputs[input];
  const key = cacheKey(id, from?.key ?? '');
  const known = lookUp(engine, key);
  if (known !== undefined) return known.id;
  const named = id === target ? '' : ` with id ${JSON.stringify(id)}`;
  const description = `cached mount ${target} from exec ${args.join(' ')}${named}`;
  const tree = treeOf(engine, from?.record).newLayer();
  const parentId = from?.record?.id ?? '';
  return keep(engine, key, { kind: 'exec.cachemount', description, parentId, tree }).id;
}

/** `--no-cache` takes what a step's cache mounts have gathered away (buildkit solver/llbsolver, detectPrunedCacheID). */
export function forgetCacheMounts(engine: Engine, { mounts }: RunOperation): void {
  const { keys, records } = engine.state.buildCache;
  for (const mount of mounts) {
    if (mount.type !== 'cache') continue;
    for (const [key, { recordId }] of [...keys.entries()]) {
      if (!key.startsWith(cacheKey(mount.id, ''))) continue;
      keys.delete(key);
      records.delete(recordId);
    }
  }
}

async function readSecret(
  { session }: SolverContext,
  id: string,
  required: boolean,
): Promise<Uint8Array | undefined> {
  const secret = await session.secret(id);
  if (secret === undefined && required) throw systemError(`secret ${id}: not found`);
  return secret;
}

async function mountSecret(context: SolverContext, mounted: Mounted, mount: SecretMount): Promise<void> {
  const data = await readSecret(context, mount.id, mount.required);
  if (data === undefined) return;
  const tree = oneFile(context.engine, mount, FileType.regular, data);
  addTree(mounted, tree, { target: mount.target, source: '/file', readOnly: true });
}

/** The client's agent is there as a socket; nobody answers at it. */
async function mountAgent(
  { engine, session }: SolverContext,
  mounted: Mounted,
  mount: SshMount,
  index: number,
): Promise<void> {
  const target = mount.target || `/run/buildkit/ssh_agent.${index}`;
  if (!mounted.env.some(entry => entry.startsWith('SSH_AUTH_SOCK='))) {
    mounted.env.push(`SSH_AUTH_SOCK=${target}`);
  }
  if (!(await session.hasSshAgent(mount.id))) {
    if (mount.required) throw systemError(`unset ssh forward key ${mount.id}`);
    return;
  }
  engine.noteUnsimulated('what an ssh agent answers to a build');
  const tree = oneFile(engine, mount, FileType.socket, new Uint8Array());
  addTree(mounted, tree, { target, source: '/file', readOnly: false });
}

function oneFile(
  engine: Engine,
  { uid, gid, mode }: SecretMount | SshMount,
  type: number,
  data: Uint8Array,
): FileTree {
  const tree = FileTree.empty(engine.clock.nowNs());
  const view = new FileSystemView(treeFileSystem('tmpfs', holderOf(tree), () => engine.clock.nowNs()));
  if (type === FileType.regular) {
    const file = view.open('/file', '/', { write: true, create: true }, type | mode, ROOT);
    view.fill(file, data);
    view.close(file);
  } else view.mknod('/file', '/', type | mode, 0, ROOT);
  view.chmod('/file', '/', mode, false, ROOT);
  view.chown('/file', '/', uid, gid, false, ROOT);
  return tree;
}
