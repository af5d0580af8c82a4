import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { compareBytes } from '../../support/go-json/encode.ts';
import { type TarEntry, TYPE_FLAGS } from '../../support/tar/tar-format.ts';

/**
 * What the cache knows a file by: its header without times and names of owners, and its content (moby pkg/tarsum,
 * version 1). It stands in the history, so it has to be the same as dockerd's.
 */
export function hashEntry(entry: TarEntry): string {
  const hash = sha256.create();
  const add = (text: string) => hash.update(new TextEncoder().encode(text));
  add(`name${entry.name}mode${entry.mode}uid${entry.uid}gid${entry.gid}size${entry.size}`);
  add(`typeflag${TYPE_FLAGS[entry.type]}linkname${entry.linkName}unamegname`);
  add(`devmajor${entry.major}devminor${entry.minor}`);
  const xattrs = [...(entry.xattrs ?? [])].sort(([a], [b]) => compareBytes(a, b));
  for (const [name, value] of xattrs) {
    add(name);
    hash.update(value);
  }
  hash.update(entry.data);
  return bytesToHex(hash.digest());
}

/** Several hashes as one: `dir:` of a directory's files, `multi:` of several sources. */
export function hashList(kind: 'dir' | 'multi', hashes: readonly string[]): string {
  return `${kind}:${bytesToHex(sha256(new TextEncoder().encode(hashes.join(','))))}`;
}
