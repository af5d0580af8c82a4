import { TarError } from '../../support/tar/tar-error.ts';
import type { TarEntry } from '../../support/tar/tar-format.ts';
import { readTar } from '../../support/tar/tar-reader.ts';
import { compareJson, type JsonComparison, parseJson } from './compare-json.ts';

/** Files of the scenario's own making are older; those of the run are from now, whenever that is. */
const LATELY_NS = BigInt(Date.UTC(2020, 0)) * 1_000_000n;

const ELF = '\x7fELF';

/**
 * Compares two tar archives member by member: names, types, permissions, owners, links, extended attributes, contents
 * (archives in archives, JSON and text each as such), and times where they are no recent ones. How the packer filled its
 * headers is its own affair. Returns false where either is no archive.
 */
export function compareArchives(
  recorded: Uint8Array,
  actual: Uint8Array,
  comparison: JsonComparison,
): boolean {
  const left = membersOf(recorded);
  const right = membersOf(actual);
  if (left === undefined || right === undefined) return false;
  compareJson(left, right, comparison, 'archive');
  return true;
}

function membersOf(archive: Uint8Array): object[] | undefined {
  try {
    return Array.from(readTar(archive), memberOf);
  } catch (error) {
    if (error instanceof TarError) return undefined;
    throw error;
  }
}

function memberOf({
  name,
  type,
  mode,
  uid,
  gid,
  linkName,
  major,
  minor,
  mtimeNs,
  xattrs,
  data,
}: TarEntry): object {
  return {
    name,
    type,
    mode: mode.toString(8),
    owner: `${uid}:${gid}`,
    ...(linkName !== '' && { linkName }),
    ...((type === 'character' || type === 'block') && { device: `${major}:${minor}` }),
    ...(mtimeNs < LATELY_NS && { mtimeNs: String(mtimeNs) }),
    ...(xattrs !== undefined && {
      xattrs: [...xattrs].map(([key, value]) => `${key}=${latin1(value)}`).sort(),
    }),
    ...(type === 'file' && { content: contentOf(data) }),
  };
}

function contentOf(data: Uint8Array): unknown {
  const text = latin1(data);
  // What is in a program is its image's affair: dockless goes by its name.
  if (text.startsWith(ELF)) return 'a program';
  if (text.slice(257, 262) === 'ustar') return membersOf(data) ?? text;
  if (!/^[[{]/.test(text)) return text;
  try {
    return parseJson(new TextDecoder().decode(data));
  } catch {
    return text;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
