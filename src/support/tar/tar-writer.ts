import { concatBytes } from '../concat-bytes.ts';
import { compareBytes } from '../go-json/encode.ts';
import {
  BLOCK_BYTES,
  FIELDS,
  type FieldName,
  paddingOf,
  type TarEntry,
  TYPE_FLAGS,
  XATTR_RECORD,
} from './tar-format.ts';

/** A member's header. Its content follows, and then `paddingOf(size)` bytes of zeros. */
export type TarHeader = Omit<TarEntry, 'data'>;

const utf8 = new TextEncoder();

/** The two empty blocks that end an archive. */
export const TAR_END = new Uint8Array(2 * BLOCK_BYTES);

/**
 * A header as Go's archive/tar writes it in PAX format, which is what Docker asks for: a plain ustar header, and PAX
 * records before it only for what does not fit (long or non-ASCII names, large ids and sizes, xattrs). Times are cut
 * to seconds, as Docker cuts them.
 */
export function tarHeader(entry: TarHeader): Uint8Array {
  const records = recordsFor(entry);
  const block = new Uint8Array(BLOCK_BYTES);
  putText(block, 'name', entry.name);
  putOctal(block, 'mode', entry.mode);
  putOctal(block, 'uid', records.has('uid') ? 0 : entry.uid);
  putOctal(block, 'gid', records.has('gid') ? 0 : entry.gid);
  putOctal(block, 'size', records.has('size') ? 0 : entry.size);
  putOctal(block, 'mtime', secondsOf(entry.mtimeNs));
  putText(block, 'type', TYPE_FLAGS[entry.type]);
  putText(block, 'linkName', entry.linkName);
  putOctal(block, 'major', entry.major);
  putOctal(block, 'minor', entry.minor);
  finish(block);
  return records.size === 0 ? block : concatBytes([paxHeader(entry.name, records), block]);
}

function recordsFor(entry: TarHeader): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  const add = (key: string, value: string | number) => records.set(key, utf8.encode(String(value)));
  if (!fits(entry.name, 'name')) add('path', entry.name);
  if (!fits(entry.linkName, 'linkName')) add('linkpath', entry.linkName);
  if (entry.uid > 0o7777777) add('uid', entry.uid);
  if (entry.gid > 0o7777777) add('gid', entry.gid);
  if (entry.size > 0o77777777777) add('size', entry.size);
  for (const [key, value] of entry.xattrs ?? []) records.set(XATTR_RECORD + key, value);
  return new Map([...records].sort(([left], [right]) => compareBytes(left, right)));
}

function fits(value: string, field: FieldName): boolean {
  if (value.length > FIELDS[field][1]) return false;
  for (let index = 0; index < value.length; index += 1) if (value.charCodeAt(index) > 0x7e) return false;
  return true;
}

/** The member that carries the records, named as Go names it. */
function paxHeader(name: string, records: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts = [...records].map(([key, value]) => record(key, value));
  const data = concatBytes(parts);
  const block = new Uint8Array(BLOCK_BYTES);
  const clean = name.replace(/\/+$/, '');
  const slash = clean.lastIndexOf('/');
  const directory = slash < 0 ? '' : `${clean.slice(0, slash)}/`;
  const ascii = `${directory}PaxHeaders.0/${clean.slice(slash + 1)}`.replace(/[^\0-\x7f]/gu, '');
  putText(block, 'name', ascii.slice(0, FIELDS.name[1]).replace(/\/+$/, ''));
  for (const field of ['mode', 'uid', 'gid', 'mtime'] as const) putOctal(block, field, 0);
  putOctal(block, 'size', data.length);
  putText(block, 'type', 'x');
  finish(block);
  return concatBytes([block, data, new Uint8Array(paddingOf(data.length))]);
}

function record(key: string, value: Uint8Array): Uint8Array {
  const content = concatBytes([utf8.encode(` ${key}=`), value, utf8.encode('\n')]);
  let length = content.length + String(content.length).length;
  if (String(length).length > String(content.length).length) length = content.length + String(length).length;
  return concatBytes([utf8.encode(String(length)), content]);
}

function secondsOf(ns: bigint): number {
  return ns < 0n ? 0 : Number(ns / 1_000_000_000n);
}

function putText(block: Uint8Array, field: FieldName, value: string): void {
  const [offset, length] = FIELDS[field];
  const ascii = value.replace(/[^\0-\x7f]/gu, '');
  block.set(utf8.encode(ascii).subarray(0, length), offset);
}

function putOctal(block: Uint8Array, field: FieldName, value: number): void {
  const [, length] = FIELDS[field];
  putText(block, field, value.toString(8).padStart(length - 1, '0'));
}

/** Magic and checksum, which counts itself as spaces. */
function finish(block: Uint8Array): void {
  block.set(utf8.encode('ustar\x0000'), FIELDS.magic[0]);
  const [offset] = FIELDS.checksum;
  block.fill(0x20, offset, offset + 8);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.set(utf8.encode(`${sum.toString(8).padStart(6, '0')}\0 `), offset);
}
