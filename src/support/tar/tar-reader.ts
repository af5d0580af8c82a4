import { ByteSource } from '../byte-source.ts';
import { invalidHeader, TarError } from './tar-error.ts';
import {
  BLOCK_BYTES,
  FIELDS,
  type FieldName,
  paddingOf,
  type TarEntry,
  type TarType,
  TYPE_FLAGS,
  XATTR_RECORD,
} from './tar-format.ts';
import { goInt, type PaxRecords, readSparse } from './tar-sparse.ts';

const TYPE_BY_FLAG = new Map(
  Object.entries(TYPE_FLAGS).map(([type, flag]) => [flag.charCodeAt(0), type as TarType]),
);

/** A header's PAX records may be this large, as Go has it (maxSpecialFileSize). */
const LARGEST_RECORDS = 1 << 20;

/** What the holes of an archive's sparse files may come to, together. */
const MOST_SPARSE_BYTES = 2 ** 30;

const utf8 = new TextDecoder();

/**
 * Reads a whole archive (ustar, PAX, GNU long names and sparse files; old headers without magic), one member at a time.
 * Contents are views into `archive`. Ends at the first two empty blocks, or at the end of the bytes, as Go's reader does.
 */
export function* readTar(archive: Uint8Array): Generator<TarEntry, void> {
  const members = parseTar();
  let offset = 0;
  for (let step = members.next(NOTHING); !step.done; ) {
    if (typeof step.value !== 'number') {
      yield step.value;
      step = members.next(NOTHING);
      continue;
    }
    const start = offset;
    offset += step.value;
    step = members.next(archive.subarray(start, offset));
  }
}

/** The same of an archive as it comes, of which no more is held than a member. */
export async function* readTarFrom(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry, void> {
  const members = parseTar();
  const source = new ByteSource(pieces);
  try {
    for (let step = members.next(NOTHING); !step.done; ) {
      if (typeof step.value !== 'number') yield step.value;
      step = members.next(typeof step.value === 'number' ? await source.take(step.value) : NOTHING);
    }
  } finally {
    await source.end();
  }
}

const NOTHING = new Uint8Array(0);

/** What reads an archive: it asks for so many bytes and is given them, or fewer at the archive's end. */
function* parseTar(): Generator<number | TarEntry, void, Uint8Array> {
  let sparseLeft = MOST_SPARSE_BYTES;
  let extended: PaxRecords = new Map();
  let longName: string | undefined;
  let longLink: string | undefined;
  for (;;) {
    const block = yield BLOCK_BYTES;
    if (block.length === 0) return;
    if (block.length < BLOCK_BYTES) throw new TarError('unexpected EOF');
    if (isEmpty(block)) {
      const next = yield BLOCK_BYTES;
      if (next.length < BLOCK_BYTES || isEmpty(next)) return;
      throw invalidHeader();
    }
    checkSum(block);
    const header = new Header(block, extended);
    const { flag } = header;
    const isSpecial = flag === 'x' || flag === 'g' || flag === 'L' || flag === 'K';
    const size = header.sizeOf(isSpecial, longName);
    const data = size === 0 ? NOTHING : (yield size + paddingOf(size)).subarray(0, size);
    const isCut = data.length < size;
    if (isCut && isSpecial) throw new TarError('unexpected EOF');
    if (isSpecial) {
      if (size > LARGEST_RECORDS) throw new TarError('archive/tar: header field too long');
      if (flag === 'x') extended = paxRecords(data);
      else if (flag === 'L') longName = text(data);
      else if (flag === 'K') longLink = text(data);
      continue;
    }
    const sparse = readSparse(extended, data, sparseLeft);
    if (sparse !== undefined && header.isHeaderOnly(longName)) throw invalidHeader();
    sparseLeft -= sparse?.data.length ?? 0;
    const brokenBy = isCut ? new TarError('unexpected EOF') : sparse?.brokenBy;
    const entry = header.entry(sparse?.data ?? data, sparse?.name ?? header.nameOr(longName), longLink);
    yield brokenBy === undefined ? entry : { ...entry, brokenBy };
    if (brokenBy !== undefined) throw brokenBy;
    extended = new Map();
    longName = undefined;
    longLink = undefined;
  }
}

/** A header block together with the PAX records that go before it. A class, since its fields are read one by one. */
class Header {
  readonly #block: Uint8Array;
  readonly #extended: ReadonlyMap<string, Uint8Array>;

  constructor(block: Uint8Array, extended: ReadonlyMap<string, Uint8Array>) {
    this.#block = block;
    this.#extended = extended;
  }

  get flag(): string {
    return String.fromCharCode(this.#block[FIELDS.type[0]] as number);
  }

  /** The size of what follows: links, directories and devices have no content, whatever their header says. */
  sizeOf(isSpecial: boolean, longName: string | undefined): number {
    const size = isSpecial ? this.#number('size') : this.#paxNumber('size', 'size');
    if (!isSpecial && this.isHeaderOnly(longName)) return 0;
    if (size < 0) throw invalidHeader();
    return size;
  }

  /** An old header has a slash where a newer one has a type. */
  isHeaderOnly(longName: string | undefined): boolean {
    return /[123456]/.test(this.flag) || (this.flag === '\0' && this.nameOr(longName).endsWith('/'));
  }

  nameOr(longName: string | undefined): string {
    return this.#pax('path') ?? longName ?? this.#name();
  }

  entry(data: Uint8Array, name: string, longLink: string | undefined): TarEntry {
    return {
      name,
      type: this.#type(name),
      mode: this.#number('mode') & 0o7777,
      uid: this.#paxNumber('uid', 'uid'),
      gid: this.#paxNumber('gid', 'gid'),
      mtimeNs: this.#mtimeNs(),
      linkName: this.#pax('linkpath') ?? longLink ?? this.#text('linkName'),
      major: this.#number('major'),
      minor: this.#number('minor'),
      size: data.length,
      xattrs: this.#xattrs(),
      data,
    };
  }

  #type(name: string): TarType {
    const flag = this.#block[FIELDS.type[0]] as number;
    if (flag === 0) return name.endsWith('/') ? 'directory' : 'file';
    const type = TYPE_BY_FLAG.get(flag);
    if (type === undefined) throw new TarError(`unhandled tar header type ${flag}`);
    return type;
  }

  #name(): string {
    const name = this.#text('name');
    const isUstar = utf8.decode(this.#field('magic')).startsWith('ustar\0');
    const prefix = isUstar ? this.#text('prefix') : '';
    return prefix === '' ? name : `${prefix}/${name}`;
  }

  #mtimeNs(): bigint {
    const record = this.#pax('mtime');
    if (record === undefined) return BigInt(this.#number('mtime')) * 1_000_000_000n;
    const [, sign, seconds = '0', fraction = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(record) ?? [];
    if (sign === undefined) throw invalidHeader();
    const ns = BigInt(seconds || '0') * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
    return sign === '-' ? -ns : ns;
  }

  #xattrs(): ReadonlyMap<string, Uint8Array> | undefined {
    const found = [...this.#extended].filter(([key]) => key.startsWith(XATTR_RECORD));
    if (found.length === 0) return undefined;
    return new Map(found.map(([key, value]) => [key.slice(XATTR_RECORD.length), value]));
  }

  #pax(key: string): string | undefined {
    const record = this.#extended.get(key);
    return record === undefined || record.length === 0 ? undefined : utf8.decode(record);
  }

  #paxNumber(key: string, field: FieldName): number {
    const record = this.#pax(key);
    if (record === undefined) return this.#number(field);
    return Number(goInt(record));
  }

  #field(name: FieldName): Uint8Array {
    const [offset, length] = FIELDS[name];
    return this.#block.subarray(offset, offset + length);
  }

  #text(name: FieldName): string {
    return text(this.#field(name));
  }

  /** Octal digits, or GNU's base 256 for what they cannot hold. */
  #number(name: FieldName): number {
    const field = this.#field(name);
    const first = field[0] as number;
    if ((first & 0x80) === 0) {
      const digits = text(field).trim();
      if (digits === '') return 0;
      if (!/^[0-7]+$/.test(digits)) throw invalidHeader();
      return Number.parseInt(digits, 8);
    }
    let value = BigInt((first & 0x40) === 0 ? first & 0x7f : first | ~0xff);
    for (const byte of field.subarray(1)) value = value * 256n + BigInt(byte);
    if (BigInt.asIntN(64, value) !== value) throw invalidHeader();
    return Number(value);
  }
}

/** Those that may not hold a NUL. */
const TEXT_RECORDS: ReadonlySet<string> = new Set(['path', 'linkpath', 'uname', 'gname']);

/** A piece of a sparse file 0.0, by turns. */
const SPARSE_PAIR = ['GNU.sparse.offset', 'GNU.sparse.numbytes'];

function pairPart(key: string, value: Uint8Array, index: number): string {
  const part = utf8.decode(value);
  if (SPARSE_PAIR[index % 2] !== key || part.includes(',')) throw invalidHeader();
  return part;
}

/** `27 mtime=1700000000.123456789\n`, the length counting itself. */
function paxRecords(data: Uint8Array): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  const sparse: string[] = [];
  let offset = 0;
  while (offset < data.length) {
    const space = data.indexOf(0x20, offset);
    const length = Number(utf8.decode(data.subarray(offset, space < 0 ? offset : space)));
    const end = offset + length;
    const equals = data.indexOf(0x3d, space);
    const isWhole = Number.isInteger(length) && length >= 5 && end <= data.length && data[end - 1] === 0x0a;
    if (!isWhole || equals < 0 || equals >= end) throw invalidHeader();
    const key = utf8.decode(data.subarray(space + 1, equals));
    const value = data.subarray(equals + 1, end - 1);
    if (key === '' || (TEXT_RECORDS.has(key) ? value.includes(0) : key.includes('\0'))) throw invalidHeader();
    if (SPARSE_PAIR.includes(key)) sparse.push(pairPart(key, value, sparse.length));
    else records.set(key, value);
    offset = end;
  }
  if (sparse.length > 0) records.set('GNU.sparse.map', new TextEncoder().encode(sparse.join(',')));
  return records;
}

/** Sums as unsigned and as signed bytes, as old programs did. */
function checkSum(block: Uint8Array): void {
  const [start, length] = FIELDS.checksum;
  const stated = text(block.subarray(start, start + length)).trim();
  let unsigned = 0;
  let signed = 0;
  for (let index = 0; index < BLOCK_BYTES; index += 1) {
    const byte = index >= start && index < start + length ? 0x20 : (block[index] as number);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const wanted = Number.parseInt(stated, 8);
  if (wanted !== unsigned && wanted !== signed) throw invalidHeader();
}

function isEmpty(block: Uint8Array): boolean {
  return block.every(byte => byte === 0);
}

/** Up to the first NUL. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
}
