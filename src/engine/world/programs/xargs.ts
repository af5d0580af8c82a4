import type { Sys } from '../process/system-call.ts';
import { lineReader } from './input.ts';
import { command, fail, type Options } from './options.ts';
import { complain } from './output.ts';
import { runCommand } from './run-other.ts';
import { decodeText, encodeBytes } from './text.ts';

/** busybox runs a command before its words grow beyond this (findutils/xargs.c). */
const MOST_CHARACTERS = 32 * 1024;

export const xargs = command(
  'xargs',
  {
    letters: '+0n:s:rte::I:L:pxP:',
    long: { null: '0', 'no-run-if-empty': 'r', 'max-args': 'n' },
    usage: 'xargs [OPTIONS] [PROG ARGS]\n\nRun PROG on every item given by stdin\n',
  },
  function* (options, context) {
    const words = options.operands.length === 0 ? ['echo'] : options.operands;
    const mark = options.value('I');
    const most = Number(options.value('n') ?? options.value('L') ?? Number.POSITIVE_INFINITY);
    const next = itemReader(options);
    let status = 0;
    let ranOnce = false;
    for (let item = yield* next(); ; ) {
      const items: string[] = [];
      for (let size = 0; item !== undefined && size < MOST_CHARACTERS; item = yield* next()) {
        items.push(item);
        size += item.length + 1;
        if (mark === undefined ? items.length < most : false) continue;
        item = yield* next();
        break;
      }
      if (items.length === 0 && (ranOnce || options.has('r') || mark !== undefined)) return status;
      ranOnce = true;
      const argv =
        mark === undefined ? [...words, ...items] : words.map(word => word.replaceAll(mark, items[0] ?? ''));
      if (options.has('t')) yield* complain(argv.join(' '));
      const code = yield* runCommand('xargs', argv, context.env);
      if (code === 126 || code === 127) return code;
      if (code === 255) return yield* fail('xargs', `'${argv[0]}' exited with status 255; aborting`, 124);
      if (code > 128) return yield* fail('xargs', `'${argv[0]}' terminated by signal ${code - 128}`, 125);
      if (code !== 0) status = 123;
      if (item === undefined) return status;
    }
  },
);

/** The items of stdin as they come: lines for -I, what stands between NULs for -0, else words. */
function itemReader(options: Options): () => Sys<string | undefined> {
  const reader = lineReader(0, options.has('0') ? '\0' : '\n');
  const waiting: string[] = [];
  return function* () {
    while (waiting.length === 0) {
      const line = yield* reader.next();
      if (line === undefined) return undefined;
      const text = decodeText(encodeBytes(line));
      if (options.has('0')) return text.replace(/\0$/, '');
      if (!options.has('I')) {
        waiting.push(...(yield* wordsOf(text, reader.next)).reverse());
        continue;
      }
      const item = text.trimStart().replace(/\n$/, '');
      if (item !== '') return item;
    }
    return waiting.pop();
  };
}

/** Words with quotes and backslashes as xargs takes them; a backslash at its end goes on with the next line. */
function* wordsOf(line: string, next: () => Sys<string | undefined>): Sys<string[]> {
  const items: string[] = [];
  let text = line;
  let item: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quote !== '') {
      if (c === quote) quote = '';
      else if (c === '\n') break;
      else item = (item ?? '') + c;
    } else if (c === '"' || c === "'") {
      quote = c;
      item ??= '';
    } else if (c === '\\') {
      item = (item ?? '') + (text[++i] ?? '');
      if (i === text.length - 1) text += decodeText(encodeBytes((yield* next()) ?? ''));
    } else if (/\s/.test(c)) {
      if (item !== undefined) items.push(item);
      item = undefined;
    } else item = (item ?? '') + c;
  }
  if (quote !== '') return yield* fail('xargs', `unmatched ${quote === '"' ? 'double' : 'single'} quote`);
  if (item !== undefined) items.push(item);
  return items;
}
