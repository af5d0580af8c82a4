import { invalidHeader, TarError } from './tar-error.ts';
import { BLOCK_BYTES } from './tar-format.ts';

/** PAX records by key. */
export type PaxRecords = ReadonlyMap<string, Uint8Array>;

/** A file with holes, its holes filled. */
export interface SparseFile {
  /** Its real name, where the header has another. */
  readonly name: string | undefined;
  readonly data: Uint8Array;
  /** The pieces do not fit the map: what Go says once it has read as far. */
  readonly brokenBy?: TarError;
}

/** Where a piece stands in the file. Go's int64, hence bigint. */
interface Piece {
  readonly offset: bigint;
  readonly length: bigint;
}

const utf8 = new TextDecoder();

/**
 * GNU's sparse files in PAX headers, versions 0.0, 0.1 and 1.0 (Go archive/tar/reader.go, readGNUSparsePAXHeaders);
 * nothing for a file that is none. One that would have more than `mostBytes` is cut to nothing, as on a full disk: its
 * holes cost the sender nothing.
 */
export function readSparse(
  records: PaxRecords,
  packed: Uint8Array,
  mostBytes: number,
): SparseFile | undefined {
  const record = (key: string) => utf8.decode(records.get(`GNU.sparse.${key}`) ?? new Uint8Array(0));
  const version = `${record('major')}.${record('minor')}`;
  const hasMap = record('map') !== '';
  if (version !== '1.0' && version !== '0.0' && version !== '0.1' && !(version === '.' && hasMap))
    return undefined;
  const named = record('name');
  const name = named === '' ? undefined : named;
  const stated = record('size') || record('realsize');
  const size = stated === '' ? BigInt(packed.length) : goInt(stated);
  const { pieces, start } = version === '1.0' ? mapInData(packed) : mapInRecords(record);
  checkPieces(pieces, size);
  if (size > BigInt(mostBytes)) {
    return { name, data: new Uint8Array(0), brokenBy: new TarError('no space left on device') };
  }
  return { name, ...filled(pieces, Number(size), packed.subarray(start)) };
}

function filled(
  pieces: readonly Piece[],
  size: number,
  packed: Uint8Array,
): { readonly data: Uint8Array; readonly brokenBy?: TarError } {
  const data = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    const [offset, length] = [Number(piece.offset), Number(piece.length)];
    const found = packed.subarray(at, at + length);
    data.set(found, offset);
    if (found.length < length) {
      const brokenBy = new TarError('archive/tar: sparse file references non-existent data');
      return { data: data.subarray(0, offset + found.length), brokenBy };
    }
    at += length;
  }
  if (at === packed.length) return { data };
  return { data, brokenBy: new TarError('archive/tar: sparse file contains unreferenced data') };
}

function mapInRecords(record: (key: string) => string): { pieces: Piece[]; start: number } {
  const count = goInt(record('numblocks'));
  const numbers = record('map') === '' ? [] : record('map').split(',');
  if (count < 0n || BigInt(numbers.length) !== 2n * count) throw invalidHeader();
  return { pieces: pairsOf(numbers.map(goInt)), start: 0 };
}

/** Lines of numbers before the content, in whole blocks: how many pieces there are, and each one's offset and length. */
function mapInData(packed: Uint8Array): { pieces: Piece[]; start: number } {
  let at = 0;
  const line = (): string => {
    const end = packed.indexOf(0x0a, at);
    if (end < 0) throw new TarError('unexpected EOF');
    const text = utf8.decode(packed.subarray(at, end));
    at = end + 1;
    return text;
  };
  const count = goInt(line());
  if (count < 0n) throw invalidHeader();
  const numbers: bigint[] = [];
  for (let left = 2n * count; left > 0n; left -= 1n) numbers.push(goInt(line()));
  return { pieces: pairsOf(numbers), start: Math.ceil(at / BLOCK_BYTES) * BLOCK_BYTES };
}

function pairsOf(numbers: readonly bigint[]): Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index < numbers.length; index += 2) {
    pieces.push({ offset: numbers[index] as bigint, length: numbers[index + 1] as bigint });
  }
  return pieces;
}

/** In order, not one over another, within the file. */
function checkPieces(pieces: readonly Piece[], size: bigint): void {
  let end = 0n;
  for (const { offset, length } of pieces) {
    if (length < 0n || offset < end || offset + length > size) throw invalidHeader();
    end = offset + length;
  }
  if (size < 0n) throw invalidHeader();
}

/** Go's strconv.ParseInt of 64 bits. */
export function goInt(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw invalidHeader();
  const value = BigInt(text);
  if (BigInt.asIntN(64, value) !== value) throw invalidHeader();
  return value;
}
