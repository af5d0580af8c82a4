import { goQuote } from '../../../support/go-strconv.ts';
import { invalidParameter } from '../../errors.ts';
import { isSpace, quotedWords, splitBlanks, splitOnce } from './words.ts';

export interface Arguments {
  readonly args: readonly string[];
  readonly json?: true;
}

type ArgumentParser = (rest: string, escapeToken: string) => Arguments;

/** How each instruction's line is split into arguments (buildkit parser/line_parsers.go); ONBUILD is its parser's. */
export const ARGUMENT_PARSERS: Readonly<Record<string, ArgumentParser>> = {
  add: listOrWords,
  arg: (rest, escapeToken) => ({ args: quotedWords(rest, escapeToken) }),
  cmd: listOrText,
  copy: listOrWords,
  entrypoint: listOrText,
  env: (rest, escapeToken) => pairs(rest, 'ENV', escapeToken),
  expose: words,
  from: words,
  healthcheck: health,
  label: (rest, escapeToken) => pairs(rest, 'LABEL', escapeToken),
  maintainer: text,
  run: listOrText,
  shell: listOrText,
  stopsignal: text,
  user: text,
  volume: listOrWords,
  workdir: text,
};

export const INSTRUCTION_NAMES: readonly string[] = [...Object.keys(ARGUMENT_PARSERS), 'onbuild'];

function text(rest: string): Arguments {
  return { args: rest === '' ? [] : [rest] };
}

function words(rest: string): Arguments {
  return { args: rest === '' ? [] : splitBlanks(rest) };
}

function listOrText(rest: string): Arguments {
  return jsonList(rest) ?? text(rest);
}

function listOrWords(rest: string): Arguments {
  return jsonList(rest) ?? words(rest);
}

function jsonList(rest: string): Arguments | undefined {
  if (!rest.startsWith('[')) return undefined;
  let list: unknown;
  try {
    list = JSON.parse(rest);
  } catch {
    return undefined;
  }
  if ((list as unknown[]).every(item => typeof item === 'string'))
    return { args: list as string[], json: true };
  throw invalidParameter('when using JSON array syntax, arrays must be comprised of strings only');
}

/** `a=b c="d e"`, or the old form `name the rest`. */
function pairs(rest: string, instruction: string, escapeToken: string): Arguments {
  const found = quotedWords(rest, escapeToken);
  if (found[0] === undefined) return { args: [] };
  if (!found[0].includes('=')) {
    const [name, value] = splitOnce(rest);
    if (value === undefined) throw invalidParameter(`${instruction} must have two arguments`);
    return { args: [name, value, ''] };
  }
  const args = found.flatMap(word => {
    const equals = word.indexOf('=');
    if (equals >= 0) return [word.slice(0, equals), word.slice(equals + 1), '='];
    throw invalidParameter(
      `Syntax error - can't find = in ${goQuote(word)}. Must be of the form: name=value`,
    );
  });
  return { args };
}

function health(rest: string): Arguments {
  let end = 0;
  while (end < rest.length && !isSpace(rest[end] as string)) end += 1;
  if (end === 0) return { args: [] };
  let start = end;
  while (start < rest.length && isSpace(rest[start] as string)) start += 1;
  const command = listOrText(rest.slice(start));
  return { ...command, args: [rest.slice(0, end), ...command.args] };
}
