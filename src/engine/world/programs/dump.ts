import { Errno } from '../process/errno.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { readAll, readFile } from './input.ts';
import { command, fail, notSimulated, type Options } from './options.ts';
import { bufferedOutput } from './output.ts';
import { joinBytes } from './text.ts';

function* contentOf(who: string, paths: readonly string[]): Sys<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (const path of paths.length === 0 ? ['-'] : paths) {
    const content = yield* outcome(path === '-' ? readAll(0) : readFile(path));
    if (content instanceof Errno) return yield* fail(who, `${path}: ${content.message}`);
    chunks.push(content);
  }
  return joinBytes(chunks);
}

/** The lines of a dump; rows that repeat become one `*`. */
function* dumpRows(
  data: Uint8Array,
  address: (at: number) => string,
  row: (bytes: Uint8Array) => readonly string[],
): Generator<string> {
  let before = '';
  let starred = false;
  for (let at = 0; at < data.length; at += 16) {
    const bytes = data.subarray(at, at + 16);
    const key = String(bytes);
    if (at > 0 && bytes.length === 16 && key === before) {
      if (!starred) yield '*';
      starred = true;
      continue;
    }
    starred = false;
    before = key;
    for (const [index, text] of row(bytes).entries())
      yield (index === 0 ? address(at) : ' '.repeat(address(at).length)) + text;
  }
  if (address(data.length) !== '') yield address(data.length);
}

const NAMES: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

function character(byte: number): string {
  return (
    NAMES[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))
  );
}

/** Units of `size` bytes, little-endian, each printed at a width. */
function units(bytes: Uint8Array, size: number, radix: number, width: number, fill: string): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += size) {
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
    text += ` ${value.toString(radix).padStart(width, fill)}`;
  }
  return text;
}

const OCTAL_WIDTH = [0, 3, 6, 0, 11];
const DECIMAL_WIDTH = [0, 3, 5, 0, 10];

function formatter(type: string): ((bytes: Uint8Array) => string) | undefined {
  const match = /^([acdoux])([124]|[CSIL])?$/.exec(type);
  if (!match) return undefined;
  const size = { C: 1, S: 2, I: 4, L: 4 }[match[2] ?? ''] ?? Number(match[2] ?? 4);
  switch (match[1]) {
    case 'c':
      return bytes => [...bytes].map(byte => character(byte).padStart(4)).join('');
    case 'x':
      return bytes => units(bytes, size, 16, size * 2, '0');
    case 'o':
      return bytes => units(bytes, size, 8, OCTAL_WIDTH[size] ?? 11, '0');
    case 'u':
    case 'd':
      return bytes => units(bytes, size, 10, DECIMAL_WIDTH[size] ?? 10, ' ');
    default:
      return undefined;
  }
}

const OD_LETTERS: Readonly<Record<string, string>> = {
  b: 'o1',
  c: 'c',
  d: 'u2',
  o: 'o2',
  x: 'x2',
  B: 'o2',
  h: 'x2',
};

export const od = command(
  'od',
  {
    letters: 'aBbcDdeFfHhIiLlOovXxsA:j:N:t:w::',
    usage: 'od [-abcdfhilovxs] [-t TYPE] [-A RADIX] [-N SIZE] [-j SKIP] [FILE]...\n',
  },
  function* (options) {
    let data = yield* contentOf('od', options.operands);
    data = data.subarray(Number(options.value('j') ?? 0));
    if (options.has('N')) data = data.subarray(0, Number(options.value('N')));
    const types = [
      ...Object.keys(OD_LETTERS)
        .filter(letter => options.has(letter))
        .map(letter => OD_LETTERS[letter] as string),
      ...options.values('t'),
    ];
    const formats: ((bytes: Uint8Array) => string)[] = [];
    for (const type of types.length === 0 ? ['o2'] : types)
      formats.push(formatter(type) ?? (yield* notSimulated('od', `-t ${type}`)));
    const radix = { o: 8, d: 10, x: 16, n: 0 }[options.value('A') ?? 'o'] ?? 8;
    const address = (at: number) =>
      radix === 0 ? '' : at.toString(radix).padStart(radix === 16 ? 6 : 7, '0');
    const out = bufferedOutput();
    for (const line of dumpRows(data, address, bytes => formats.map(format => format(bytes))))
      yield* out.text(`${line}\n`);
    yield* out.flush();
    return 0;
  },
);

const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
const shown = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.');

function canonicalRow(bytes: Uint8Array): string {
  const cells = Array.from({ length: 16 }, (_, index) => {
    const byte = bytes[index];
    return `${index === 8 ? ' ' : ''}${byte === undefined ? '  ' : hexByte(byte)} `;
  });
  return `  ${cells.join('')} |${[...bytes].map(shown).join('')}|`;
}

export const hexdump = command(
  'hexdump',
  {
    letters: 'bcCdoxve:f:n:s:',
    unsimulated: 'ef',
    usage: 'hexdump [-bcdoxCv] [-e FMT] [-f FMT_FILE] [-n LEN] [-s OFS] [FILE]...\n',
  },
  function* (options) {
    yield* dumpHex(yield* contentOf('hexdump', options.operands), options);
    return 0;
  },
);

function* dumpHex(all: Uint8Array, options: Options): Sys<void> {
  let data = all.subarray(Number(options.value('s') ?? 0));
  if (options.has('n')) data = data.subarray(0, Number(options.value('n')));
  const canonical = options.has('C');
  const row = (bytes: Uint8Array): readonly string[] => {
    if (canonical) return [canonicalRow(bytes)];
    if (options.has('c'))
      return [
        [...bytes]
          .map(byte => character(byte).padStart(4))
          .join('')
          .padEnd(64),
      ];
    if (options.has('b')) return [units(bytes, 1, 8, 3, '0').padEnd(64)];
    if (options.has('d')) return [units(bytes, 2, 10, 5, '0').replaceAll(' ', '   ').padEnd(64)];
    if (options.has('o')) return [units(bytes, 2, 8, 6, '0').replaceAll(' ', '  ').padEnd(64)];
    if (options.has('x')) return [units(bytes, 2, 16, 4, '0').replaceAll(' ', '    ').padEnd(64)];
    return [units(bytes, 2, 16, 4, '0').padEnd(40)];
  };
  const out = bufferedOutput();
  const address = (at: number) => at.toString(16).padStart(canonical ? 8 : 7, '0');
  for (const line of dumpRows(data, address, row)) yield* out.text(`${line}\n`);
  yield* out.flush();
}

export const xxd = command(
  'xxd',
  {
    letters: 'pg:c:n:l:s:rio:u',
    unsimulated: 'rio',
    usage: 'xxd [-pri] [-g N] [-c N] [-l LEN] [-s OFS] [-o OFS] [FILE]\n',
  },
  function* (options) {
    const data = yield* contentOf('xxd', options.operands);
    const out = bufferedOutput();
    const columns = Number(options.value('c') ?? (options.has('p') ? 30 : 16));
    for (let at = 0; at < data.length; at += columns) {
      const bytes = data.subarray(at, at + columns);
      if (options.has('p')) {
        yield* out.text(`${[...bytes].map(hexByte).join('')}\n`);
        continue;
      }
      const group = Number(options.value('g') ?? 2);
      const cells = Array.from(
        { length: columns },
        (_, index) =>
          (bytes[index] === undefined ? '  ' : hexByte(bytes[index] as number)) +
          ((index + 1) % group === 0 ? ' ' : ''),
      );
      yield* out.text(
        `${at.toString(16).padStart(8, '0')}: ${cells.join('')} ${[...bytes].map(shown).join('')}\n`,
      );
    }
    yield* out.flush();
    return 0;
  },
);
