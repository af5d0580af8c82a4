import { expandWords } from './expand.ts';
import type { Heredoc } from './node.ts';

const HEREDOC = /^(\d*)<<(-?)\s*([^<]*)$/;
const noVariables = new Map<string, string>();
const literal = { escapeToken: '\\', keepUnset: true } as const;

/** The heredocs that a line announces, their contents still to come (buildkit parser/parser.go, heredocsFromLine). */
export function heredocsOf(line: string): Heredoc[] {
  let words: string[];
  try {
    words = expandWords(line, noVariables, { ...literal, rawQuotes: true, rawEscapes: true });
  } catch {
    return [];
  }
  return words.map(parseHeredoc).filter(heredoc => heredoc !== undefined);
}

/** `<<EOF`, `<<-"EOF"`; nothing for every other word. */
export function parseHeredoc(word: string): Heredoc | undefined {
  const [, , dash = '', rest = ''] = HEREDOC.exec(word) ?? [];
  if (rest === '') return undefined;
  const plain = expandWords(rest, noVariables, literal);
  if (plain.length !== 1) return undefined;
  const [name = ''] = plain;
  const [raw = ''] = expandWords(rest, noVariables, { ...literal, rawQuotes: true });
  return { name, chomp: dash === '-', expand: countQuotes(name) === countQuotes(raw), content: '' };
}

const countQuotes = (text: string): number => text.match(/['"]/g)?.length ?? 0;
