import type { Container } from '../../containers/container.ts';
import { PERSONA } from '../../system/persona.ts';
import { Errno } from '../process/errno.ts';
import { type FileSystem, type NodeId, ROOT } from './file-system.ts';
import { FileType, isDirectory } from './inode.ts';
import type { MountSpace } from './path-walk.ts';

const PAGE = 4096;

/** A tmpfs of a container: `--tmpfs`, or a mount of that type. */
export interface TmpfsMount {
  readonly path: string;
  readonly readOnly: boolean;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly space: MountSpace;
}

/** What dockerd adds before a user's own options (moby daemon/oci_linux.go, withMounts). */
const DEFAULTS = ['noexec', 'nosuid', 'nodev'];

export function tmpfsMounts({ mounts, hostConfig }: Readonly<Container>): TmpfsMount[] {
  const ofMounts = mounts
    .filter(({ type }) => type === 'tmpfs')
    .map(({ destination, spec, rw }) => {
      const { SizeBytes = 0, Mode = 0, Options } = spec.TmpfsOptions ?? {};
      const options = [
        rw ? 'rw' : 'ro',
        ...(Number(SizeBytes) > 0 ? [`size=${SizeBytes}`] : []),
        ...(Mode > 0 ? [`mode=${Mode.toString(8)}`] : []),
        ...(Options ?? []).map(words => words.join('=')),
      ];
      return tmpfsMount(destination, options);
    });
  const ofTmpfs = Object.entries(hostConfig.Tmpfs ?? {}).map(([path, options]) =>
    tmpfsMount(path, options.split(',')),
  );
  return [...ofMounts, ...ofTmpfs];
}

/** /dev/shm, 64 MiB unless `--shm-size` says otherwise. */
export function shmSpace({ hostConfig }: Readonly<Container>): MountSpace {
  const size = pages(Number(hostConfig.ShmSize) || 64 * 2 ** 20);
  return { flags: 'nosuid,nodev,noexec,relatime', data: `size=${size / 1024}k`, bytes: size };
}

function tmpfsMount(path: string, options: readonly string[]): TmpfsMount {
  const words = [...DEFAULTS, ...options];
  const optionOf = (name: string) =>
    words.findLast(word => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const isSet = (name: string, opposite: string) => words.lastIndexOf(name) > words.lastIndexOf(opposite);
  const size = optionOf('size');
  const bytes = size === undefined ? undefined : pages(sizeOf(size));
  const mode = Number.parseInt(optionOf('mode') ?? '1777', 8);
  const flags = [
    ...[
      ['nosuid', 'suid'],
      ['nodev', 'dev'],
      ['noexec', 'exec'],
    ].flatMap(([no = '', yes = '']) => (isSet(no, yes) ? [no] : [])),
    isSet('noatime', 'atime') ? 'noatime' : 'relatime',
    ...(isSet('nodiratime', 'diratime') ? ['nodiratime'] : []),
  ];
  // mm/shmem.c, shmem_show_options.
  const data = [
    ...(bytes === undefined ? [] : [`size=${bytes / 1024}k`]),
    ...named('nr_inodes', optionOf('nr_inodes')),
    ...(mode === 0o1777 ? [] : [`mode=${mode.toString(8).padStart(3, '0')}`]),
    ...named('uid', optionOf('uid')),
    ...named('gid', optionOf('gid')),
  ];
  return {
    ...{ path, mode, readOnly: isSet('ro', 'rw') },
    uid: Number(optionOf('uid') ?? 0),
    gid: Number(optionOf('gid') ?? 0),
    space: { flags: flags.join(','), data: data.join(','), bytes: bytes ?? PERSONA.memoryBytes / 2 },
  };
}

const named = (name: string, value: string | undefined) => (value === undefined ? [] : [`${name}=${value}`]);

const pages = (bytes: number) => Math.ceil(bytes / PAGE) * PAGE;

/** lib/cmdline.c, memparse; or a share of the memory. */
function sizeOf(text: string): number {
  const [, number = '0', unit = ''] = /^(\d+)([kmgt%]?)/i.exec(text) ?? [];
  if (unit === '%') return (PERSONA.memoryBytes / 100) * Number(number);
  return Number(number) * 1024 ** ('kmgt'.indexOf(unit.toLowerCase() || '-') + 1);
}

/** A tmpfs that is full at some size: what still fits is written, then ENOSPC. Nothing limits one of 0 bytes. */
export function limitedTo(bytes: number, files: FileSystem): FileSystem {
  if (bytes === 0) return files;
  // At least this much is free. Counted anew once it seems to be used up: others may have removed something.
  let free = 0;
  /** How far a file may grow towards `size`. */
  const reserve = (node: NodeId, size: number): number => {
    const had = pages(files.status(node, ROOT).size);
    const more = pages(size) - had;
    if (more <= 0) return size;
    if (more > free) free = bytes - usedBytes(files);
    const taken = Math.max(0, Math.min(more, free));
    free -= taken;
    return taken === more ? size : had + taken;
  };
  return {
    ...files,
    write(node, offset, data, caller) {
      const start = offset === 'append' ? files.status(node, caller).size : offset;
      const end = reserve(node, start + data.length);
      if (end >= start + data.length) return files.write(node, offset, data, caller);
      if (end > start) files.write(node, offset, data.subarray(0, end - start), caller);
      throw new Errno('ENOSPC');
    },
    adopt: (node, data) => {
      if (reserve(node, data.length) < data.length) throw new Errno('ENOSPC');
      files.adopt?.(node, data);
    },
  };
}

/** Of the pages that regular files take; directories and links take none. */
export function usedBytes(files: FileSystem, directory: NodeId = files.root): number {
  let bytes = 0;
  for (const [, node] of files.entries(directory, ROOT)) {
    const status = files.status(node, ROOT);
    if (isDirectory(status)) bytes += usedBytes(files, node);
    else if ((status.mode & FileType.mask) === FileType.regular) bytes += pages(status.size);
  }
  return bytes;
}
