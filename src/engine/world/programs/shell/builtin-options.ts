import { ShellError } from './state.ts';

/** The letters given and what follows them. Throws ash's sentence for a letter that is not in `letters`. */
export function builtinOptions(
  argv: readonly string[],
  letters: string,
): { readonly given: ReadonlyMap<string, string>; readonly rest: readonly string[] } {
  const given = new Map<string, string>();
  let at = 1;
  for (; at < argv.length; at++) {
    const word = argv[at] as string;
    if (word === '--') {
      at++;
      break;
    }
    if (word[0] !== '-' || word === '-') break;
    for (let i = 1; i < word.length; i++) {
      const letter = word[i] as string;
      const where = letters.indexOf(letter);
      if (where < 0 || letter === ':') throw new ShellError(`illegal option -${letter}`);
      if (letters[where + 1] !== ':') {
        given.set(letter, '');
        continue;
      }
      const value = word.slice(i + 1) || argv[++at];
      if (value === undefined) throw new ShellError(`no arg for -${letter} option`);
      given.set(letter, value);
      break;
    }
  }
  return { given, rest: argv.slice(at) };
}

/** A number argument, or ash's sentence. */
export function numberArgument(text: string): number {
  if (!/^\d+$/.test(text)) throw new ShellError(`Illegal number: ${text}`);
  return Number(text);
}
