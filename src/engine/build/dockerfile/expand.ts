import { goQuote } from '../../../support/go-strconv.ts';
import { invalidParameter } from '../../errors.ts';
import { patternOf, trimPrefix, trimSuffix } from './pattern.ts';
import { isSpace } from './words.ts';

export interface ExpandOptions {
  readonly escapeToken: string;
  /** Quotes stay. */
  readonly rawQuotes?: boolean;
  /** Escapes stay. */
  readonly rawEscapes?: boolean;
  /** Quotes are letters like others. */
  readonly withoutQuotes?: boolean;
  /** `$name` of what is not set stays. */
  readonly keepUnset?: boolean;
}

export type Variables = ReadonlyMap<string, string>;

/** A word with its variables put in and its quotes taken off (buildkit frontend/dockerfile/shell/lex.go). */
export function expandWord(word: string, variables: Variables, options: ExpandOptions): string {
  return expand(word, variables, options).text;
}

/** The same, split at the spaces that are not quoted. */
export function expandWords(word: string, variables: Variables, options: ExpandOptions): string[] {
  return expand(word, variables, options).words;
}

interface Expanded {
  readonly text: string;
  readonly words: string[];
}

function expand(word: string, variables: Variables, options: ExpandOptions): Expanded {
  try {
    return new Expansion(word, variables, options).until('', options.rawEscapes ?? false);
  } catch (error) {
    throw invalidParameter(`failed to process ${goQuote(word)}: ${(error as Error).message}`);
  }
}

/** Words as they grow: spaces end them, unless they are raw. */
class Words {
  readonly found: string[] = [];
  #word = '';

  add(text: string): void {
    for (const character of text) {
      if (!isSpace(character)) this.#word += character;
      else this.end();
    }
  }

  addRaw(text: string): void {
    this.#word += text;
  }

  end(): void {
    if (this.#word !== '') this.found.push(this.#word);
    this.#word = '';
  }
}

/** One word being expanded: where it has come to. */
class Expansion {
  readonly #characters: readonly string[];
  readonly #variables: Variables;
  readonly #options: ExpandOptions;
  #at = 0;

  constructor(word: string, variables: Variables, options: ExpandOptions) {
    this.#characters = [...word];
    this.#variables = variables;
    this.#options = options;
  }

  get #peek(): string {
    return this.#characters[this.#at] ?? '';
  }

  #take(): string {
    const character = this.#peek;
    this.#at += 1;
    return character;
  }

  /** Up to `stop`, which is taken too; up to the end where it is empty. */
  until(stop: string, rawEscapes: boolean): Expanded {
    let text = '';
    const words = new Words();
    while (this.#peek !== '') {
      const character = this.#peek;
      if (character === stop) {
        this.#take();
        words.end();
        return { text, words: words.found };
      }
      const special = this.#special(character, rawEscapes);
      if (special !== undefined) {
        text += special;
        if (character === '$') words.add(special);
        else words.addRaw(special);
      } else if (character !== this.#options.escapeToken) {
        text += this.#take();
        words.add(character);
      } else {
        const escaped = this.#escaped(rawEscapes);
        text += escaped;
        words.addRaw(escaped);
      }
    }
    if (stop !== '') throw new Error(`unexpected end of statement while looking for matching ${stop}`);
    words.end();
    return { text, words: words.found };
  }

  #special(character: string, rawEscapes: boolean): string | undefined {
    if (character === '$') return this.#dollar();
    const hasQuotes = this.#options.withoutQuotes !== true;
    if (character === "'" && hasQuotes) return this.#singleQuoted();
    if (character === '"' && hasQuotes) return this.#doubleQuoted(rawEscapes);
    return character === '<' ? this.#lessThan() : undefined;
  }

  /** An escape at the very end goes. */
  #escaped(rawEscapes: boolean): string {
    const escapeToken = this.#take();
    const next = this.#take();
    return (rawEscapes ? escapeToken : '') + next;
  }

  /** The quote itself, where quotes stay. */
  #quote(): string {
    const quote = this.#take();
    return this.#options.rawQuotes ? quote : '';
  }

  #singleQuoted(): string {
    const quote = this.#quote();
    let text = quote;
    for (;;) {
      const character = this.#take();
      if (character === '') {
        throw new Error('unexpected end of statement while looking for matching single-quote');
      }
      if (character === "'") return text + quote;
      text += character;
    }
  }

  #doubleQuoted(rawEscapes: boolean): string {
    const quote = this.#quote();
    let text = quote;
    for (;;) {
      const character = this.#peek;
      if (character === '') {
        throw new Error('unexpected end of statement while looking for matching double-quote');
      }
      if (character === '$') {
        text += this.#dollar();
        continue;
      }
      this.#take();
      if (character === '"') return text + quote;
      text +=
        character === this.#options.escapeToken ? this.#escapedInQuotes(character, rawEscapes) : character;
    }
  }

  /** Within double quotes only these can be escaped; elsewhere the escape stands for itself. */
  #escapedInQuotes(escapeToken: string, rawEscapes: boolean): string {
    const raw = rawEscapes ? escapeToken : '';
    const next = this.#peek;
    if (next === '') return raw;
    return raw + (next === '"' || next === '$' || next === escapeToken ? this.#take() : escapeToken);
  }

  /** `<<` and the blanks behind it stay in one word. */
  #lessThan(): string {
    this.#take();
    if (this.#peek !== '<') return '<';
    let text = `<${this.#take()}`;
    while (/^[\t\r ]$/.test(this.#peek)) text += this.#take();
    return text;
  }

  #dollar(): string {
    this.#take();
    if (this.#peek === '{') {
      this.#take();
      return this.#braces();
    }
    const name = this.#name();
    if (name === '') return '$';
    return this.#variables.get(name) ?? (this.#options.keepUnset ? `$${name}` : '');
  }

  #braces(): string {
    if (this.#peek === '') throw new Error("syntax error: missing '}'");
    if (/[{}:]/.test(this.#peek)) throw new Error('syntax error: bad substitution');
    const name = this.#name();
    const value = this.#variables.get(name);
    let operator = this.#take();
    if (operator === '}') return value ?? (this.#options.keepUnset ? `\${${name}}` : '');
    if (operator === '/') return this.#replaced(name, value);
    const colon = operator === ':' ? operator : '';
    if (colon !== '') operator = this.#take();
    // Where the word ends, Go shows a character that is none.
    const shown = colon + (operator || '\ufffd');
    const isTrim = operator === '#' || operator === '%';
    const isKnown = operator !== '' && '+-?#%'.includes(operator);
    if (colon === '' && !isKnown) throw unsupported(shown);
    if (colon !== '' && isTrim) throw unsupported(shown);
    const word = this.#operand('}', isTrim, "syntax error: missing '}'");
    if (this.#options.keepUnset && value === undefined) return `\${${name}${shown}${word}}`;
    if (!isKnown) throw unsupported(shown);
    return OPERATORS[operator as keyof typeof OPERATORS]({ name, value, word, emptyIsUnset: colon !== '' });
  }

  #replaced(name: string, value: string | undefined): string {
    const all = this.#peek === '/';
    if (all) this.#take();
    const pattern = this.#operand('/', true, `syntax error: missing '/' in $\{}`);
    const replacement = this.#operand('}', true, "syntax error: missing '}'");
    if (this.#options.keepUnset && value === undefined) return `\${${name}/${pattern}/${replacement}}`;
    const expression = patternOf(pattern, { greedy: true, anchored: false, flags: all ? 'gu' : 'u' });
    return (value ?? '').replace(expression, () => replacement);
  }

  #operand(stop: string, rawEscapes: boolean, missing: string): string {
    try {
      return this.until(stop, rawEscapes).text;
    } catch (error) {
      throw this.#peek === '' ? new Error(missing) : error;
    }
  }

  /** Letters, digits and `_`; a number; or one of the shell's special parameters. */
  #name(): string {
    const digits = /^\p{Nd}$/u;
    let name = '';
    if (digits.test(this.#peek)) {
      while (digits.test(this.#peek)) name += this.#take();
      return name;
    }
    if (/^[@*#?\-$!]$/.test(this.#peek)) return this.#take();
    while (/^[\p{L}\p{Nd}_]$/u.test(this.#peek)) name += this.#take();
    return name;
  }
}

const unsupported = (modifier: string) => new Error(`unsupported modifier (${modifier}) in substitution`);

interface Operands {
  readonly name: string;
  readonly value: string | undefined;
  readonly word: string;
  readonly emptyIsUnset: boolean;
}

const isUnset = ({ value, emptyIsUnset }: Operands) => value === undefined || (emptyIsUnset && value === '');

const OPERATORS = {
  '-': (operands: Operands) => (isUnset(operands) ? operands.word : (operands.value as string)),
  '+': (operands: Operands) => (isUnset(operands) ? '' : operands.word),
  '?': (operands: Operands) => {
    if (!isUnset(operands)) return operands.value as string;
    const { name, value, word } = operands;
    throw new Error(`${name}: ${word || `is not allowed to be ${value === undefined ? 'unset' : 'empty'}`}`);
  },
  '#': ({ value = '', word }: Operands) => trimPrefix(value, ...longest(word, '#')),
  '%': ({ value = '', word }: Operands) => trimSuffix(value, ...longest(word, '%')),
};

/** `##` and `%%` match the longest. */
function longest(word: string, operator: string): [pattern: string, greedy: boolean] {
  return word.startsWith(operator) ? [word.slice(1), true] : [word, false];
}
