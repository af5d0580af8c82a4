import { decodeBytes } from '../text.ts';

/**
 * How far the body of a message has come: plain data. `left` bytes are to come of the body, or of the chunk; in between
 * chunks it is `chunk head` or, after the last one, `trailer`.
 */
export interface BodyProgress {
  readonly chunked: boolean;
  readonly left: number | 'chunk head' | 'trailer' | 'over';
}

/** A piece of a body, and how much of the input it and its framing took. */
export interface BodyPiece {
  readonly data: Uint8Array;
  readonly taken: number;
  readonly next: BodyProgress;
}

/** `length` undefined: it comes in chunks. */
export function bodyProgress(length: number | undefined): BodyProgress {
  if (length === undefined) return { chunked: true, left: 'chunk head' };
  return { chunked: false, left: length === 0 ? 'over' : length };
}

const NOTHING = new Uint8Array(0);
const LONGEST_CHUNK_HEAD = 4096;

/** What can be had of the body from `input`; undefined until more has come. */
export function takeBody(
  { chunked, left }: BodyProgress,
  input: Uint8Array,
): BodyPiece | { readonly problem: string } | undefined {
  if (left === 'over') return { data: NOTHING, taken: 0, next: { chunked, left } };
  if (typeof left === 'number') {
    if (input.length === 0) return undefined;
    const data = input.subarray(0, left);
    const rest = left - data.length;
    if (!chunked) return { data, taken: data.length, next: { chunked, left: rest === 0 ? 'over' : rest } };
    return { data, taken: data.length, next: { chunked, left: rest === 0 ? 'chunk head' : rest } };
  }
  const line = lineOf(input, left === 'chunk head');
  if (line === undefined)
    return input.length > LONGEST_CHUNK_HEAD ? { problem: 'chunk too long' } : undefined;
  if (left === 'trailer')
    return {
      data: NOTHING,
      taken: line.taken,
      next: { chunked, left: line.text === '' ? 'over' : 'trailer' },
    };
  const size = /^[0-9a-fA-F]{1,12}/.exec(line.text)?.[0];
  if (size === undefined) return { problem: 'chunk' };
  const length = Number.parseInt(size, 16);
  return { data: NOTHING, taken: line.taken, next: { chunked, left: length === 0 ? 'trailer' : length } };
}

/** The line at the start of the input; the line end that closes the chunk before is passed over. */
function lineOf(input: Uint8Array, afterChunk: boolean): { text: string; taken: number } | undefined {
  const text = decodeBytes(input.subarray(0, LONGEST_CHUNK_HEAD));
  const from = afterChunk && text.startsWith('\r\n') ? 2 : 0;
  const end = text.indexOf('\r\n', from);
  return end < 0 ? undefined : { text: text.slice(from, end), taken: end + 2 };
}
