import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { attempt } from '../attempt.ts';
import { bufferedOutput, complain } from '../output.ts';
import { BUILTINS } from './builtins.ts';
import { report } from './complain.ts';
import { findCommand } from './external.ts';
import type { ShellState } from './state.ts';
import { singleQuoted } from './variables.ts';

const KEYWORDS = new Set(
  '! case do done elif else esac fi for function if in then until while { }'.split(' '),
);

interface Located {
  readonly kind: 'keyword' | 'alias' | 'function' | 'special' | 'builtin' | 'file' | 'missing';
  /** What `command -v` prints. */
  readonly short: string;
  readonly detail: string;
}

export function* locate(shell: ShellState, name: string): Sys<Located> {
  if (KEYWORDS.has(name)) return { kind: 'keyword', short: name, detail: '' };
  const alias = shell.aliases.get(name);
  if (alias !== undefined)
    return { kind: 'alias', short: `alias ${name}=${singleQuoted(alias)}`, detail: alias };
  if (shell.functions.has(name)) return { kind: 'function', short: name, detail: '' };
  const builtin = BUILTINS[name];
  if (builtin) return { kind: builtin.special ? 'special' : 'builtin', short: name, detail: '' };
  const found = yield* findCommand(shell, name);
  const isThere = found && !found.notExecutable && (yield* attempt(sys.stat(found.path)));
  if (!isThere) return { kind: 'missing', short: '', detail: '' };
  return { kind: 'file', short: found.path, detail: found.path };
}

export function describe(name: string, { kind, detail }: Located): string {
  switch (kind) {
    case 'keyword':
      return `${name} is a shell keyword`;
    case 'alias':
      return `${name} is an alias for ${detail}`;
    case 'function':
      return `${name} is a function`;
    case 'special':
      return `${name} is a special shell builtin`;
    case 'builtin':
      return `${name} is a shell builtin`;
    case 'file':
      return `${name} is ${detail}`;
    case 'missing':
      return `${name}: not found`;
  }
}

export function* type(shell: ShellState, argv: readonly string[]): Sys<number> {
  const out = bufferedOutput();
  let status = 0;
  for (const name of argv.slice(argv[1] === '-p' ? 2 : 1)) {
    const found = yield* locate(shell, name);
    if (found.kind === 'missing') status = 127;
    yield* out.text(`${describe(name, found)}\n`);
  }
  yield* out.flush();
  return status;
}

export function* hash(shell: ShellState, argv: readonly string[]): Sys<number> {
  if (argv[1] === '-r') {
    shell.hashed.clear();
    return 0;
  }
  if (argv.length === 1) {
    for (const path of shell.hashed.values()) yield* sys.write(1, `${path}\n`);
    return 0;
  }
  let status = 0;
  for (const name of argv.slice(1)) {
    if (BUILTINS[name] || (yield* findCommand(shell, name))) continue;
    yield* report(shell, `${name}: not found`);
    status = 1;
  }
  return status;
}

export function* alias(shell: ShellState, argv: readonly string[]): Sys<number> {
  let status = 0;
  const print = (name: string) => sys.write(1, `${name}=${singleQuoted(shell.aliases.get(name) ?? '')}\n`);
  if (argv.length === 1) for (const name of [...shell.aliases.keys()].sort()) yield* print(name);
  for (const word of argv.slice(1)) {
    const equals = word.indexOf('=', 1);
    if (equals > 0) shell.aliases.set(word.slice(0, equals), word.slice(equals + 1));
    else if (shell.aliases.has(word)) yield* print(word);
    else {
      yield* complain(`alias: ${word} not found`);
      status = 1;
    }
  }
  return status;
}

export function* unalias(shell: ShellState, argv: readonly string[]): Sys<number> {
  if (argv[1] === '-a') shell.aliases.clear();
  let status = 0;
  for (const name of argv.slice(1)) {
    if (name === '-a' || shell.aliases.delete(name)) continue;
    yield* complain(`unalias: ${name} not found`);
    status = 1;
  }
  return status;
}
