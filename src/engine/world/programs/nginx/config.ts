import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { readFile } from '../input.ts';
import { decodeText } from '../text.ts';

/** `name words;` or `name words { ... }`. */
export interface Directive {
  readonly name: string;
  readonly words: readonly string[];
  readonly block: readonly Directive[] | undefined;
  readonly file: string;
  readonly line: number;
}

/** A configuration that cannot be used: nginx's own sentence without `nginx: [emerg] `. */
export class ConfigError extends Error {}

/** Reads a configuration file and what it includes. */
export function* readConfig(path: string): Sys<readonly Directive[]> {
  const data = yield* outcome(readFile(path));
  if (data instanceof Errno) throw new ConfigError(`open() "${path}" failed (2: ${data.message})`);
  const parser = new Parser(decodeText(data), path);
  return yield* included(parser.block(0), path);
}

function* included(directives: readonly Directive[], from: string): Sys<Directive[]> {
  const result: Directive[] = [];
  for (const directive of directives) {
    const [wanted = ''] = directive.words;
    if (directive.name === 'include') {
      const path = wanted.startsWith('/') ? wanted : `/etc/nginx/${wanted}`;
      for (const file of yield* matching(path)) result.push(...(yield* readConfig(file)));
    } else if (directive.block !== undefined) {
      result.push({ ...directive, block: yield* included(directive.block, from) });
    } else result.push(directive);
  }
  return result;
}

/** The files of a pattern with a star in its last name. */
function* matching(path: string): Sys<string[]> {
  if (!path.includes('*')) return [path];
  const slash = path.lastIndexOf('/');
  const [before = '', after = ''] = path.slice(slash + 1).split('*');
  const entries = yield* outcome(sys.readdir(path.slice(0, slash)));
  if (entries instanceof Errno) return [];
  const names = entries
    .map(({ name }) => name)
    .filter(name => name.startsWith(before) && name.endsWith(after));
  return names.map(name => `${path.slice(0, slash)}/${name}`);
}

class Parser {
  readonly #tokens: Array<{ text: string; line: number; quoted: boolean }> = [];
  readonly #file: string;
  #at = 0;

  constructor(text: string, file: string) {
    this.#file = file;
    let line = 1;
    for (const [token, double, single] of text.matchAll(
      /\n|#[^\n]*|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|[{};]|(?:\\.|\$\{\w+\}|[^\s{};"'#])(?:\\.|\$\{\w+\}|[^\s{};])*/g,
    )) {
      const quote = double ?? single;
      if (token === '\n') line += 1;
      else if (!token.startsWith('#'))
        this.#tokens.push({ text: quote ?? token, line, quoted: quote !== undefined });
    }
  }

  block(depth: number): Directive[] {
    const directives: Directive[] = [];
    let words: string[] = [];
    for (; this.#at < this.#tokens.length; ) {
      const { text, line, quoted } = this.#tokens[this.#at++] as {
        text: string;
        line: number;
        quoted: boolean;
      };
      const isMark = !quoted && /^[{};]$/.test(text);
      if (!isMark) {
        words.push(text);
        continue;
      }
      const [name, ...rest] = words;
      words = [];
      if (text === '}') {
        if (name !== undefined || depth === 0)
          throw new ConfigError(`unexpected "}" in ${this.#file}:${line}`);
        return directives;
      }
      if (name === undefined) throw new ConfigError(`unexpected "${text}" in ${this.#file}:${line}`);
      const block = text === '{' ? this.block(depth + 1) : undefined;
      directives.push({ name, words: rest, block, file: this.#file, line });
    }
    const last = this.#tokens.at(-1)?.line ?? 1;
    if (depth > 0 || words.length > 0) {
      const expected = depth > 0 ? 'expecting "}"' : 'expecting ";" or "}"';
      throw new ConfigError(`unexpected end of file, ${expected} in ${this.#file}:${last + 1}`);
    }
    return directives;
  }
}
