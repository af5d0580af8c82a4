import { gunzipSync } from 'fflate';
import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Program, Sys } from '../process/system-call.ts';
import { attempt, outcome } from './attempt.ts';
import { DIRECTORY, isDirectory, isSymlink, modeString, REGULAR, SYMLINK, typeOf } from './file-mode.ts';
import { readAll, readFile } from './input.ts';
import { makeParents } from './mkdir.ts';
import { command, fail, notSimulated, type Options, showUsage } from './options.ts';
import { bufferedOutput, complain, type Output } from './output.ts';
import { strftime } from './strftime.ts';
import { BLOCK, decodeHeader, encodeHeader, type TarEntry } from './tar-format.ts';
import { walkTree } from './tree-walk.ts';
import { readGroups, readUsers } from './users.ts';

const TABLE = {
  letters: 'cxtvOf:C:zjJahmpokT:X:',
  usage:
    'tar c|x|t [-ZzJjahmvokO] [-f TARFILE] [-C DIR] [-T FILE] [-X FILE] [LONGOPT]... [FILE]...\n\nCreate, extract, or list files from a tar file\n',
};

const tarProgram = command('tar', TABLE, function* (options) {
  if (['j', 'J'].some(letter => options.has(letter)))
    return yield* notSimulated('tar', 'compression but by gzip');
  const mode = ['c', 'x', 't'].find(letter => options.has(letter));
  if (mode === undefined) return yield* showUsage('tar', TABLE);
  const path = options.value('f') ?? '-';
  const directory = options.value('C');
  if (mode === 'c') {
    const flags = { write: true, create: true, truncate: true };
    const fd = path === '-' ? 1 : yield* outcome(sys.open(path, flags));
    if (fd instanceof Errno) return yield* fail('tar', `can't open '${path}': ${fd.message}`);
    if (directory !== undefined) yield* enter(directory);
    const isCompressed = options.has('z') || (options.has('a') && /\.t?gz$/.test(path));
    return isCompressed ? yield* createCompressed(fd, options) : yield* create(fd, options);
  }
  const content = yield* outcome(archiveAt(path, options.has('z')));
  if (content instanceof Errno) return yield* fail('tar', `can't open '${path}': ${content.message}`);
  if (directory !== undefined) yield* enter(directory);
  return yield* unpack(content, options, mode === 'x');
});

/** `tar xf file`: the dash may be left out. */
export const tar: Program = context => {
  const [name = 'tar', first = '', ...rest] = context.argv;
  if (first === '' || first[0] === '-') return tarProgram(context);
  const letters = [...first];
  const values = letters.filter(letter => 'fCTX'.includes(letter)).length;
  const words = letters.filter(letter => !'fCTX'.includes(letter)).map(letter => `-${letter}`);
  for (const [index, letter] of letters.filter(each => 'fCTX'.includes(each)).entries())
    words.push(`-${letter}`, rest[index] ?? '');
  return tarProgram({ ...context, argv: [name, ...words, ...rest.slice(values)] });
};

/** The archive, unpacked where it is compressed. */
function* archiveAt(path: string, isCompressed: boolean): Sys<Uint8Array> {
  const data = path === '-' ? yield* readAll(0) : yield* readFile(path);
  if (data[0] !== 0x1f || data[1] !== 0x8b) {
    if (isCompressed) yield* fail('tar', 'invalid magic');
    return data;
  }
  try {
    return gunzipSync(data);
  } catch {
    return yield* fail('tar', 'corrupted data');
  }
}

/** The archive goes through a pipe to a process that compresses it, as with the real one. */
function* createCompressed(fd: number, options: Options): Sys<number> {
  const [readEnd, writeEnd] = yield* sys.pipe();
  const image = { program: 'gzip', start: undefined };
  const pid = yield* sys.spawn({ image, argv: ['gzip'], env: {}, fds: { 0: readEnd, 1: fd, 2: 2 } });
  yield* sys.close(readEnd);
  const status = yield* create(writeEnd, options, fd);
  yield* sys.close(writeEnd);
  yield* sys.wait(pid);
  return status;
}

function* enter(directory: string): Sys<void> {
  const failed = yield* outcome(sys.chdir(directory));
  if (failed instanceof Errno)
    yield* fail('tar', `can't change directory to '${directory}': ${failed.message}`);
}

function* create(fd: number, options: Options, target = fd): Sys<number> {
  const users = new Map((yield* readUsers()).map(user => [user.uid, user.name]));
  const groups = new Map((yield* readGroups()).map(group => [group.gid, group.name]));
  if (options.operands.length === 0) return yield* fail('tar', 'empty archive');
  let status = 0;
  let written = 0;
  function* add(path: string): Sys<void> {
    const file = yield* sys.lstat(path);
    const type = typeOf(file);
    const content = type === REGULAR ? yield* readFile(path) : new Uint8Array();
    const name = path.replace(/^\/+/, '');
    if (options.has('v')) yield* sys.write(target === 1 ? 2 : 1, `${name}${type === DIRECTORY ? '/' : ''}\n`);
    const header = encodeHeader({
      path: type === DIRECTORY ? `${name.replace(/\/+$/, '')}/` : name,
      mode: file.mode,
      uid: file.uid,
      gid: file.gid,
      user: users.get(file.uid) ?? '',
      group: groups.get(file.gid) ?? '',
      size: content.length,
      mtimeSeconds: Number(file.mtimeNs / 1_000_000_000n),
      target: isSymlink(file) ? yield* sys.readlink(path) : '',
    });
    const padded = new Uint8Array(BLOCK + Math.ceil(content.length / BLOCK) * BLOCK);
    padded.set(header);
    padded.set(content, BLOCK);
    written += padded.length;
    yield* sys.write(fd, padded);
  }
  for (const path of options.operands) {
    yield* walkTree(path, {
      *enter(each) {
        yield* add(each);
        return true;
      },
      *visit(each, file) {
        if (!isDirectory(file)) yield* add(each);
      },
      *failed(each, error) {
        status = 1;
        yield* complain(`tar: ${each}: ${error.message}`);
      },
    });
  }
  // An archive ends with two empty blocks and fills its record of twenty.
  yield* sys.write(
    fd,
    new Uint8Array(Math.ceil((written + 2 * BLOCK) / (20 * BLOCK)) * 20 * BLOCK - written),
  );
  if (status !== 0) yield* complain('tar: error exit delayed from previous errors');
  return status;
}

function* unpack(archive: Uint8Array, options: Options, extracts: boolean): Sys<number> {
  const out = bufferedOutput(options.has('O') ? 2 : 1);
  const wanted = options.operands.map(path => path.replace(/\/$/, ''));
  const found = new Set<string>();
  for (let at = 0; ; ) {
    const entry = decodeHeader(archive.subarray(at, at + BLOCK));
    if (entry === null) return yield* fail('tar', 'invalid tar magic');
    if (entry === undefined) break;
    const content = archive.subarray(at + BLOCK, at + BLOCK + entry.size);
    at += BLOCK + Math.ceil(entry.size / BLOCK) * BLOCK;
    const match = wanted.find(path => `${entry.path}/`.startsWith(`${path}/`));
    if (wanted.length > 0 && match === undefined) continue;
    if (match !== undefined) found.add(match);
    if (!extracts) yield* list(out, entry, options.count('v'));
    else {
      if (options.has('v')) yield* out.text(`${entry.path}\n`);
      if (options.has('O')) yield* sys.write(1, content);
      else yield* extract(entry, content);
    }
  }
  yield* out.flush();
  for (const path of wanted) if (!found.has(path)) return yield* fail('tar', `${path}: not found in archive`);
  return 0;
}

function* list(out: Output, entry: TarEntry, verbose: number): Sys<void> {
  const target = entry.target === '' ? '' : ` -> ${entry.target}`;
  const owner = `${entry.user || entry.uid}/${entry.group || entry.gid}`;
  const time = strftime('%Y-%m-%d %H:%M:%S', BigInt(entry.mtimeSeconds) * 1_000_000_000n);
  const details =
    verbose > 0 ? `${modeString(entry.mode)} ${owner} ${String(entry.size).padStart(9)} ${time} ` : '';
  yield* out.text(`${details}${entry.path}${verbose > 0 ? target : ''}\n`);
}

function* extract(entry: TarEntry, content: Uint8Array): Sys<void> {
  const path = entry.path.replace(/^\/+/, '');
  if (path.split('/').includes('..')) return yield* fail('tar', `name with '..' skipped: '${path}'`);
  const slash = path.replace(/\/$/, '').lastIndexOf('/');
  if (slash > 0) yield* makeParents(path.slice(0, slash));
  const type = typeOf(entry);
  if (type === DIRECTORY) {
    yield* attempt(makeParents(path));
  } else {
    yield* attempt(sys.unlink(path));
    if (type === SYMLINK) yield* sys.symlink(entry.target, path);
    else if (type === REGULAR) {
      const fd = yield* sys.open(path, { write: true, create: true, truncate: true }, entry.mode & 0o777);
      yield* sys.write(fd, content);
      yield* sys.close(fd);
    } else yield* sys.mknod(path, entry.mode, 0);
  }
  const { uid } = yield* sys.ids();
  if (uid === 0) yield* attempt(sys.chown(path, entry.uid, entry.gid, false));
  if (type !== SYMLINK) yield* attempt(sys.chmod(path, entry.mode & 0o7777));
  yield* attempt(sys.utimes(path, BigInt(entry.mtimeSeconds) * 1_000_000_000n, false));
}
