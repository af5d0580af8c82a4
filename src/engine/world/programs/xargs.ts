import { readAll } from './input.ts';
import { command, fail } from './options.ts';
import { complain } from './output.ts';
import { runCommand } from './run-other.ts';
import { decodeText } from './text.ts';

export const xargs = command(
  'xargs',
  {
    letters: '+0n:s:rte::I:L:pxP:',
    long: { null: '0', 'no-run-if-empty': 'r', 'max-args': 'n' },
    usage: 'xargs [OPTIONS] [PROG ARGS]\n\nRun PROG on every item given by stdin\n',
  },
  function* (options, context) {
    const words = options.operands.length === 0 ? ['echo'] : options.operands;
    const text = decodeText(yield* readAll(0));
    const mark = options.value('I');
    let items: string[];
    if (options.has('0'))
      items = text.split('\0').filter((item, index, all) => index < all.length - 1 || item !== '');
    else if (mark !== undefined)
      items = text
        .split('\n')
        .map(line => line.trimStart())
        .filter(line => line !== '');
    else {
      const split = splitItems(text);
      if (split === undefined) return yield* fail('xargs', 'unmatched quote');
      items = split;
    }
    const commands: string[][] = [];
    if (mark !== undefined)
      for (const item of items) commands.push(words.map(word => word.replaceAll(mark, item)));
    else {
      const most = Number(options.value('n') ?? options.value('L') ?? Number.POSITIVE_INFINITY);
      for (let at = 0; at < items.length; at += most)
        commands.push([...words, ...items.slice(at, at + most)]);
      if (items.length === 0 && !options.has('r')) commands.push([...words]);
    }
    let status = 0;
    for (const each of commands) {
      if (options.has('t')) yield* complain(each.join(' '));
      const code = yield* runCommand('xargs', each, context.env);
      if (code === 126 || code === 127) return code;
      if (code === 255) return yield* fail('xargs', `'${each[0]}' exited with status 255; aborting`, 124);
      if (code > 128) return yield* fail('xargs', `'${each[0]}' terminated by signal ${code - 128}`, 125);
      if (code !== 0) status = 123;
    }
    return status;
  },
);

/** Words with quotes and backslashes as xargs takes them. Undefined: a quote is not closed. */
function splitItems(text: string): string[] | undefined {
  const items: string[] = [];
  let item: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quote !== '') {
      if (c === quote) quote = '';
      else if (c === '\n') return undefined;
      else item = (item ?? '') + c;
    } else if (c === '"' || c === "'") {
      quote = c;
      item ??= '';
    } else if (c === '\\') item = (item ?? '') + (text[++i] ?? '');
    else if (/\s/.test(c)) {
      if (item !== undefined) items.push(item);
      item = undefined;
    } else item = (item ?? '') + c;
  }
  if (quote !== '') return undefined;
  if (item !== undefined) items.push(item);
  return items;
}
