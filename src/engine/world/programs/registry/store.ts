import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { digestOf } from '../../../images/store.ts';
import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { FileStatus, Sys } from '../../process/system-call.ts';
import { attempt, outcome } from '../attempt.ts';
import { isDirectory } from '../file-mode.ts';
import { readFile } from '../input.ts';
import { decodeText } from '../text.ts';

/*
 * The files of a registry, where distribution's file system driver has them (registry/storage/paths.go), `root` being
 * .../docker/registry/v2. A repository has links to blobs: files with a digest in them.
 */

const hexOf = (digest: string) => digest.slice(digest.indexOf(':') + 1);
const split = (digest: string) => digest.replace(':', '/');

export const blobPath = (root: string, digest: string) =>
  `${root}/blobs/sha256/${hexOf(digest).slice(0, 2)}/${hexOf(digest)}/data`;
const repositoryPath = (root: string, name: string) => `${root}/repositories/${name}`;
export const layerLink = (root: string, name: string, digest: string) =>
  `${repositoryPath(root, name)}/_layers/${split(digest)}/link`;
export const revisionLink = (root: string, name: string, digest: string) =>
  `${repositoryPath(root, name)}/_manifests/revisions/${split(digest)}/link`;
export const tagsPath = (root: string, name: string) => `${repositoryPath(root, name)}/_manifests/tags`;
export const tagLink = (root: string, name: string, tag: string) =>
  `${tagsPath(root, name)}/${tag}/current/link`;
export const tagIndexLink = (root: string, name: string, tag: string, digest: string) =>
  `${tagsPath(root, name)}/${tag}/index/${split(digest)}/link`;
export const uploadPath = (root: string, name: string, uuid: string) =>
  `${repositoryPath(root, name)}/_uploads/${uuid}`;

export const DIGEST = /^sha256:[0-9a-f]{64}$/;

export function* exists(path: string): Sys<boolean> {
  return (yield* attempt(sys.stat(path))) !== undefined;
}

export function* statusOf(path: string): Sys<FileStatus | undefined> {
  return yield* attempt(sys.stat(path));
}

/** Makes the directories that a file needs. */
export function* makeParents(path: string): Sys<void> {
  const parent = path.slice(0, path.lastIndexOf('/'));
  if (parent === '' || (yield* exists(parent))) return;
  yield* makeParents(parent);
  const made = yield* outcome(sys.mkdir(parent, 0o755));
  if (made instanceof Errno && made.code !== 'EEXIST') throw made;
}

export function* writeText(path: string, data: string | Uint8Array): Sys<void> {
  yield* makeParents(path);
  const fd = yield* sys.open(path, { write: true, create: true, truncate: true }, 0o644);
  yield* sys.write(fd, data);
  yield* sys.close(fd);
}

/** The digest that a link leads to. */
export function* readLink(path: string): Sys<string | undefined> {
  const content = yield* attempt(readFile(path));
  return content === undefined ? undefined : decodeText(content);
}

/** Puts a blob into the store and gives its digest. */
export function* putBlob(root: string, data: Uint8Array): Sys<string> {
  const digest = digestOf(data);
  const path = blobPath(root, digest);
  if (!(yield* exists(path))) yield* writeText(path, data);
  return digest;
}

/** The digest of a file, read piece by piece. */
export function* digestOfFile(path: string): Sys<string> {
  const hash = sha256.create();
  const fd = yield* sys.open(path, { read: true });
  for (;;) {
    const piece = yield* sys.read(fd);
    if (piece.length === 0) break;
    hash.update(piece);
  }
  yield* sys.close(fd);
  return `sha256:${bytesToHex(hash.digest())}`;
}

export function* removeTree(path: string): Sys<void> {
  for (const { name, mode } of (yield* attempt(sys.readdir(path))) ?? []) {
    const child = `${path}/${name}`;
    if (isDirectory({ mode })) yield* removeTree(child);
    else yield* outcome(sys.unlink(child));
  }
  yield* outcome(sys.rmdir(path));
}

export function* namesIn(path: string): Sys<string[] | undefined> {
  return (yield* attempt(sys.readdir(path)))?.map(({ name }) => name);
}

/** All repositories that a blob was put into, in the order of their names. */
export function* repositories(root: string, below = ''): Sys<string[]> {
  const found: string[] = [];
  const path = `${root}/repositories${below === '' ? '' : `/${below}`}`;
  for (const name of (yield* namesIn(path)) ?? []) {
    if (name === '_layers') found.push(below);
    else if (!name.startsWith('_'))
      found.push(...(yield* repositories(root, below === '' ? name : `${below}/${name}`)));
  }
  return found;
}
