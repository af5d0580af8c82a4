import { cleanPath } from '../../../support/posix-path.ts';
import type { Container } from '../../containers/container.ts';
import type { MountPoint } from '../../containers/mount-point.ts';
import type { Engine } from '../../engine.ts';
import { notFound } from '../../errors.ts';
import { imageTree } from '../../images/image.ts';
import { Errno } from '../process/errno.ts';
import {
  exists,
  type MountWish,
  makeDirectories,
  mountInContainer,
  noSource,
  type Purpose,
} from './container-mount.ts';
import { devptsTree, devTree, etcTree, rewrite, tmpfsTree } from './container-trees.ts';
import { type FileSystem, type NodeId, ROOT } from './file-system.ts';
import { FileSystemView } from './file-system-view.ts';
import { FileTree } from './file-tree.ts';
import { hostFileSystem } from './host-file-system.ts';
import { hostnameFile, hostsFile, resolvConf } from './resolution-files.ts';
import { limitedTo, shmSpace, tmpfsMounts } from './tmpfs.ts';
import { holderOf, type TreeHolder, treeFileSystem } from './tree-file-system.ts';

/** The key of Docker's own files (hosts, hostname, resolv.conf) among a container's `scratch` trees. */
const ETC = 'docker';
const ETC_FILES = ['resolv.conf', 'hostname', 'hosts'] as const;

/**
 * Makes what a container needs to start: /dev, tmpfs, /etc/hosts and their like, and missing mount points and bind
 * sources. Call it once its networks are connected. Throws an Errno where a mount point cannot be made.
 */
export function prepareContainerFiles(engine: Engine, containerId: string): FileSystemView {
  const container = engine.state.containers.edit(containerId);
  const nowNs = engine.clock.nowNs();
  const { scratch, config } = container;
  scratch.set('/dev', devTree(nowNs, config.Tty));
  scratch.set('/dev/pts', devptsTree(nowNs, config.Tty));
  scratch.set('/dev/mqueue', tmpfsTree(nowNs));
  scratch.set('/dev/shm', tmpfsTree(nowNs));
  for (const { path, mode, uid, gid } of tmpfsMounts(container)) {
    scratch.set(path, tmpfsTree(nowNs, { mode: modeBelow(container, path) ?? mode, uid, gid }));
  }
  writeResolutionFiles(engine, containerId);
  return assemble(engine, containerId, 'start');
}

/** The permissions of the directory that a tmpfs covers: runc gives them to it, whatever its options say (rootfs_linux.go). */
function modeBelow({ root }: Readonly<Container>, path: string): number | undefined {
  const view = new FileSystemView(treeFileSystem('overlay', holderOf(root), () => 0n));
  try {
    const { mount, node } = view.resolve(path, '/', true, ROOT);
    return mount.files.status(node, ROOT).mode & 0o7777;
  } catch (error) {
    if (error instanceof Errno) return undefined;
    throw error;
  }
}

/** Drops what does not outlive a container's processes. */
export function releaseContainerFiles(engine: Engine, containerId: string): void {
  const { scratch } = engine.state.containers.edit(containerId);
  for (const key of [...scratch.keys()]) if (key !== ETC) scratch.delete(key);
}

/** Writes hosts, hostname and resolv.conf anew: at start, and when a running container's networks change. */
export function writeResolutionFiles(engine: Engine, containerId: string): void {
  const container = engine.state.containers.edit(containerId);
  const links = Array.from(container.links, ([alias, { id }]) => linkedHost(engine, alias, id));
  const files = {
    'resolv.conf': resolvConf(container),
    hostname: hostnameFile(container),
    hosts: hostsFile(
      container,
      links.filter(link => link !== undefined),
    ),
  };
  const nowNs = engine.clock.nowNs();
  const tree = container.scratch.get(ETC);
  if (tree === undefined) container.scratch.set(ETC, etcTree(files, nowNs));
  else for (const [name, content] of Object.entries(files)) rewrite(tree, name, content, nowNs);
}

/**
 * A container's files as they are now, running or not. Not part of the state: make it anew after a fork. The kernel
 * mounts /proc and /sys over it.
 */
export function openContainerFiles(engine: Engine, containerId: string): FileSystemView {
  return assemble(engine, containerId, 'look');
}

/** As `openContainerFiles`, without /dev and tmpfs: what `docker cp` sees. Makes missing mount points. */
export function openCopyFiles(engine: Engine, containerId: string): FileSystemView {
  return assemble(engine, containerId, 'copy');
}

/** The simulated host's disk, where bind mounts come from. */
function openHostFiles(engine: Engine): FileSystem {
  if (engine.hostFiles !== undefined) return hostFileSystem(engine.hostFiles);
  const { hostDisk } = engine.state;
  const isNew = !hostDisk.has('/');
  if (isNew) hostDisk.set('/', { tree: FileTree.empty(engine.clock.nowNs()) });
  const holder: TreeHolder = {
    read: () => (engine.state.hostDisk.get('/') as { tree: FileTree }).tree,
    edit: () => engine.state.hostDisk.edit('/').tree,
  };
  const files = treeFileSystem('ext4', holder, () => engine.clock.nowNs());
  if (isNew) {
    const view = new FileSystemView(files);
    for (const name of HOST_DIRECTORIES) view.mkdir(`/${name}`, '/', 0o755, ROOT);
  }
  return files;
}

/** What every Linux host has (the Filesystem Hierarchy Standard), so that clients may mount it. */
const HOST_DIRECTORIES = 'bin boot dev etc home lib media mnt opt root run sbin srv tmp usr var'.split(' ');

/** Whether a path, links followed, is there on the host's disk. */
export function existsOnHost(engine: Engine, path: string): boolean {
  return exists(new FileSystemView(openHostFiles(engine)), path);
}

function assemble(engine: Engine, containerId: string, purpose: Purpose): FileSystemView {
  const container = engine.state.containers.get(containerId) as Readonly<Container>;
  const nowNs = () => engine.clock.nowNs();
  const root: TreeHolder = {
    read: () => (engine.state.containers.get(containerId) as Readonly<Container>).root,
    edit: () => engine.state.containers.edit(containerId).root,
  };
  const view = new FileSystemView(treeFileSystem('overlay', root, nowNs));
  const mount = (wish: MountWish) => mountInContainer(view, container, purpose, wish);
  const shared = sharedWith(engine, container);
  const scratch = (key: string, from = containerId) =>
    treeFileSystem('tmpfs', scratchHolder(engine, from, key), nowNs);
  for (const key of ['/dev', '/dev/pts', '/dev/mqueue', '/dev/shm']) {
    if (!container.scratch.has(key) || purpose === 'copy') continue;
    const space = key === '/dev/shm' ? shmSpace(container) : undefined;
    const files = space === undefined ? scratch(key) : limitedTo(space.bytes, scratch(key));
    mount({ files, path: key, source: sourceOf(key), ...(space && { space }) });
  }
  if (engine.state.containers.get(shared)?.scratch.has(ETC)) {
    const etc = scratch(ETC, shared);
    for (const name of ETC_FILES) {
      const node = etc.lookup(etc.root, name, ROOT);
      if (node !== undefined) mount({ files: etc, node, path: `/etc/${name}`, source: '/dev/sda1' });
    }
  }
  for (const { path, readOnly, space } of tmpfsMounts(container)) {
    if (purpose === 'copy' || !container.scratch.has(path)) continue;
    mount({ files: limitedTo(space.bytes, scratch(path)), path, readOnly, space });
  }
  for (const each of [...container.mounts].sort(byDepth)) {
    const wish = wishOf(engine, each, purpose);
    if (wish !== undefined) mount(wish);
  }
  if (container.hostConfig.ReadonlyRootfs && purpose !== 'copy') view.remountRootReadOnly();
  return view;
}

/** `--network container:X` shares X's hosts, hostname and resolv.conf. */
function sharedWith(engine: Engine, container: Readonly<Container>): string {
  const [, other] = /^container:(.*)$/.exec(container.hostConfig.NetworkMode) ?? [];
  return other !== undefined && engine.state.containers.has(other) ? other : container.id;
}

function scratchHolder(engine: Engine, containerId: string, key: string): TreeHolder {
  const found = (tree: FileTree | undefined): FileTree => {
    if (tree === undefined) throw new Errno('EIO');
    return tree;
  };
  return {
    read: () => found(engine.state.containers.get(containerId)?.scratch.get(key)),
    edit: () => found(engine.state.containers.edit(containerId).scratch.get(key)),
  };
}

/** What an entry of the container's Mounts stands for; tmpfs is among the scratch trees. */
function wishOf(engine: Engine, mount: MountPoint, purpose: Purpose): MountWish | undefined {
  const { destination: path, spec } = mount;
  const options = spec.BindOptions?.NonRecursive ? BIND : RECURSIVE_BIND;
  const common = { path, readOnly: !mount.rw, asked: { source: mount.source, options } };
  if (mount.type === 'volume' && engine.state.volumes.has(mount.name)) {
    const holder: TreeHolder = {
      read: () => volume(engine, mount.name),
      edit: () => engine.state.volumes.edit(mount.name).tree,
    };
    const files = treeFileSystem('ext4', holder, () => engine.clock.nowNs());
    return {
      ...common,
      files,
      node: nodeBelow(files, mount, spec.VolumeOptions?.Subpath ?? ''),
      source: '/dev/sda1',
    };
  }
  if (mount.type === 'image') {
    const image = engine.state.images.images.get(spec.Source ?? '');
    const tree = (image && imageTree(engine, image)) ?? FileTree.empty(engine.clock.lastNs());
    const files = treeFileSystem('overlay', holderOf(tree), () => engine.clock.nowNs());
    return {
      ...common,
      files,
      node: nodeBelow(files, mount, spec.ImageOptions?.Subpath ?? ''),
      source: 'overlay',
    };
  }
  if (mount.type !== 'bind') return undefined;
  const host = new FileSystemView(openHostFiles(engine));
  try {
    if (purpose !== 'look' && !mount.sourceMustExist) makeDirectories(host, mount.source);
    const { node } = host.resolve(mount.source, '/', true, ROOT);
    return { ...common, files: host.root.files, node, source: '/dev/sda1' };
  } catch (error) {
    throw purpose === 'start' && error instanceof Errno ? noSource(mount.source, path, error) : error;
  }
}

/** MS_BIND, alone and with MS_REC. */
const BIND = '0x1000';
const RECURSIVE_BIND = '0x5000';

/** The part of a volume or an image that a mount asks for (moby internal/safepath). */
function nodeBelow(files: FileSystem, { source }: MountPoint, subpath: string): NodeId {
  const view = new FileSystemView(files);
  const names = cleanPath(subpath).split('/');
  const missing = names.findIndex((_, at) => !exists(view, `/${names.slice(0, at + 1).join('/')}`));
  if (missing < 0) return view.resolve(`/${subpath}`, '/', true, ROOT).node;
  const reached = `${source}/${names.slice(0, missing + 1).join('/')}`;
  throw notFound(
    `cannot access path ${source}/${names.join('/')}: lstat ${reached}: no such file or directory`,
  );
}

function volume(engine: Engine, name: string): FileTree {
  const found = engine.state.volumes.get(name);
  if (found === undefined) throw new Errno('EIO');
  return found.tree;
}

/** Outer mounts before inner ones, as moby sorts them (daemon/volumes.go, sortMounts). */
function byDepth(left: MountPoint, right: MountPoint): number {
  return left.destination.split('/').length - right.destination.split('/').length;
}

function linkedHost(engine: Engine, alias: string, id: string) {
  const linked = engine.state.containers.get(id);
  if (linked === undefined) return undefined;
  const ipAddress = linked.endpoints.get('bridge')?.ipAddress ?? '';
  return { alias, hostname: linked.config.Hostname, name: linked.name, ipAddress };
}

/** What /proc/mounts calls them. */
function sourceOf(key: string): string {
  return { '/dev/pts': 'devpts', '/dev/mqueue': 'mqueue', '/dev/shm': 'shm' }[key] ?? 'tmpfs';
}
