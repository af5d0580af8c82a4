import type { SyncedDirectory, WantedFiles } from '../../engine/build/buildkit/solve-request.ts';
import { systemError } from '../../engine/errors.ts';
import type { GrpcClient, OutgoingCall } from '../../grpc/grpc-client.ts';
import type { TarEntry, TarType } from '../../support/tar/tar-format.ts';
import { decode, encode } from './messages.ts';

export const PACKET = { stat: 0, request: 1, data: 2, finished: 3, error: 4 } as const;

type Stat = NonNullable<ReturnType<typeof decode<'Packet'>>['stat']>;

/** Go's os.FileMode bits beside the permissions. */
const MODE = {
  directory: 2 ** 31,
  symlink: 2 ** 27,
  device: 2 ** 26,
  fifo: 2 ** 25,
  socket: 2 ** 24,
  character: 2 ** 21,
};
const PERMISSIONS = 0o777;
const SPECIAL_BITS = [
  [2 ** 23, 0o4000],
  [2 ** 22, 0o2000],
  [2 ** 20, 0o1000],
] as const;

/**
 * Takes a directory from a client (fsutil receive.go): it names all its files, we ask for the contents of those that
 * have one, they come in pieces and mixed, and both sides say that they are done.
 */
export async function diffCopy(
  client: GrpcClient,
  directory: string,
  wanted: WantedFiles,
  signal: AbortSignal,
): Promise<SyncedDirectory> {
  const call = client.open('/moby.filesync.v1.FileSync/DiffCopy', {
    'dir-name': directory,
    ...patternHeaders('followpaths', wanted.followPaths),
    ...patternHeaders('include-patterns', wanted.includePatterns),
    ...patternHeaders('exclude-patterns', wanted.excludePatterns),
  });
  const cancel = () => call.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await receive(call);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

interface Received {
  readonly stat: Stat;
  readonly data: Uint8Array;
  filled: number;
}

async function receive(call: OutgoingCall): Promise<SyncedDirectory> {
  const files: Received[] = [];
  let pending = 0;
  let isListed = false;
  let transferredBytes = 0;
  const finishWhenDone = async () => {
    if (isListed && pending === 0) await call.send(encode('Packet', { type: PACKET.finished }));
  };
  for await (const message of call.messages) {
    const packet = decode('Packet', message);
    transferredBytes += message.length;
    if (packet.type === PACKET.stat && packet.stat === undefined) {
      isListed = true;
      await finishWhenDone();
    } else if (packet.type === PACKET.stat && packet.stat !== undefined) {
      const hasContent = typeOf(packet.stat) === 'file';
      const data = new Uint8Array(hasContent ? Number(packet.stat.size) : 0);
      files.push({ stat: packet.stat, data, filled: 0 });
      if (!hasContent) continue;
      pending += 1;
      await call.send(encode('Packet', { type: PACKET.request, ID: files.length - 1 }));
    } else if (packet.type === PACKET.data) {
      if (takeData(files[packet.ID], packet.data)) continue;
      pending -= 1;
      await finishWhenDone();
    } else if (packet.type === PACKET.finished) {
      call.end();
    } else if (packet.type === PACKET.error) {
      throw systemError(`error from sender: ${new TextDecoder().decode(packet.data)}`);
    }
  }
  return { files: files.map(entryOf), transferredBytes };
}

/** False at the file's end, which is an empty piece. */
function takeData(file: Received | undefined, data: Uint8Array): boolean {
  if (file === undefined) throw systemError('invalid file request');
  if (data.length === 0) return false;
  if (file.filled + data.length > file.data.length)
    throw systemError(`${file.stat.path} grew while it was sent`);
  file.data.set(data, file.filled);
  file.filled += data.length;
  return true;
}

function typeOf({ mode, linkname }: Stat): TarType {
  const has = (bit: number) => Math.floor(mode / bit) % 2 === 1;
  if (has(MODE.directory)) return 'directory';
  if (has(MODE.symlink)) return 'symlink';
  if (has(MODE.fifo)) return 'fifo';
  if (has(MODE.device)) return has(MODE.character) ? 'character' : 'block';
  return linkname === '' ? 'file' : 'link';
}

/** Docker's clients send no owners but root. */
function entryOf({ stat, data, filled }: Received): TarEntry {
  const special = SPECIAL_BITS.filter(([bit]) => Math.floor(stat.mode / bit) % 2 === 1);
  return {
    name: stat.path,
    type: typeOf(stat),
    mode: special.reduce((mode, [, bit]) => mode | bit, stat.mode & PERMISSIONS),
    uid: stat.uid,
    gid: stat.gid,
    mtimeNs: stat.modTime,
    linkName: stat.linkname,
    major: Number(stat.devmajor),
    minor: Number(stat.devminor),
    size: filled,
    xattrs: Object.keys(stat.xattrs).length === 0 ? undefined : new Map(Object.entries(stat.xattrs)),
    data: data.subarray(0, filled),
  };
}

const MODES_OF_TYPES: Readonly<Record<TarType, number>> = {
  file: 0,
  link: 0,
  directory: MODE.directory,
  symlink: MODE.symlink,
  fifo: MODE.fifo,
  block: MODE.device,
  character: MODE.device + MODE.character,
};

/** As Go describes it: the way back. */
export function statOf(file: TarEntry) {
  const special = SPECIAL_BITS.filter(([, bit]) => (file.mode & bit) !== 0);
  const permissions = file.mode & PERMISSIONS;
  return {
    path: file.name.replace(/\/$/, ''),
    mode: special.reduce((mode, [bit]) => mode + bit, permissions + MODES_OF_TYPES[file.type]),
    uid: file.uid,
    gid: file.gid,
    size: BigInt(file.type === 'symlink' ? file.linkName.length : file.size),
    modTime: file.mtimeNs,
    linkname: file.linkName,
    devmajor: BigInt(file.major),
    devminor: BigInt(file.minor),
  };
}

/** A header of several values; escaped where one has more than ASCII (buildkit session/filesync, encodeOpts). */
function patternHeaders(name: string, patterns: readonly string[] = []): Record<string, string | string[]> {
  if (patterns.length === 0) return {};
  if (patterns.every(pattern => /^[ -~]*$/.test(pattern))) return { [name]: [...patterns] };
  return { [name]: patterns.map(encodeURIComponent), [`${name}-encoded`]: '1' };
}
