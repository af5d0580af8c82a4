import { RE2JS } from 're2js';

/** A regular expression of Go's: looked for in a text in time that grows with the text alone. */
export interface GoRegexp {
  test(text: string): boolean;
}

/** A list asks for the same few patterns once a container. */
const COMPILED = new Map<string, GoRegexp | undefined>();
const MOST_COMPILED = 100;

/** A regular expression in Go's syntax (RE2); undefined for what is none. */
export function compileGoRegexp(text: string): GoRegexp | undefined {
  if (!COMPILED.has(text)) {
    if (COMPILED.size >= MOST_COMPILED) COMPILED.clear();
    COMPILED.set(text, compile(text));
  }
  return COMPILED.get(text);
}

function compile(text: string): GoRegexp | undefined {
  try {
    const pattern = RE2JS.compile(text);
    return { test: each => pattern.matcher(each).find() };
  } catch {
    return undefined;
  }
}
