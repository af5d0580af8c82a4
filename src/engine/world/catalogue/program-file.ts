import type { FileTree } from '../files/file-tree.ts';
import { putFile } from '../files/tree-paths.ts';
import { ELF_HEADER_BYTES, PROGRAM_MARKER } from '../process/program-lookup.ts';

/** The first bytes of a 64-bit ELF executable for x86-64: enough for `file`, and for a kernel to tell it from text. */
const ELF_HEADER = new Uint8Array([
  0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3e, 0, 1, 0, 0, 0,
]);

/**
 * Puts an executable that runs the program registered under `key` and no other, whatever the file's name is and
 * whichever image it gets into. A key has at most 128 bytes.
 */
export function putOwnProgram(tree: FileTree, path: string, key: string, timeNs: bigint): number {
  const ino = putProgram(tree, path, timeNs);
  tree.write(ino, ELF_HEADER_BYTES, new TextEncoder().encode(`${PROGRAM_MARKER}${key}\0`), timeNs);
  return ino;
}

/**
 * Puts an executable that the kernel runs as the simulated program of that name. Its code is not there: zeros, and by
 * default only a few of them, since a layer's id is the digest of all its bytes.
 */
export function putProgram(tree: FileTree, path: string, timeNs: bigint, size = 4096): number {
  const ino = putFile(tree, path, ELF_HEADER, timeNs, { mode: 0o755 });
  tree.truncate(ino, size, timeNs);
  return ino;
}
