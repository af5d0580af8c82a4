import { ShellError } from './state.ts';

/**
 * The tree of a shell script. Plain JSON, because a subshell is spawned from it: every node can be given to another
 * process as it stands.
 */
export type Word = readonly Part[];

export type Part =
  | { readonly t: 'text'; readonly s: string }
  | { readonly t: 'quoted'; readonly s: string }
  | { readonly t: 'double'; readonly parts: Word }
  | Parameter
  | { readonly t: 'command'; readonly body: Node | null }
  | { readonly t: 'arith'; readonly parts: Word };

/** `${name op word}`; `/` and `:` (substring) may have a second word. */
export interface Parameter {
  readonly t: 'param';
  readonly name: string;
  readonly op: ParameterOperator;
  readonly word?: Word;
  readonly second?: Word;
}

export type ParameterOperator =
  | ''
  | 'length'
  | '-'
  | ':-'
  | '='
  | ':='
  | '?'
  | ':?'
  | '+'
  | ':+'
  | '#'
  | '##'
  | '%'
  | '%%'
  | ':'
  | '/'
  | '//'
  | 'bad';

export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

export type Redirection =
  | {
      readonly op: '<' | '>' | '>>' | '<>' | '>|' | '>&' | '<&' | '&>';
      readonly fd: number;
      readonly target: Word;
    }
  | { readonly op: '<<'; readonly fd: number; readonly body: Word };

export interface SimpleCommand {
  readonly k: 'simple';
  readonly line: number;
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirections: readonly Redirection[];
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: Node | null;
}

export type Node =
  | SimpleCommand
  | { readonly k: 'seq'; readonly items: readonly Node[] }
  | { readonly k: 'background'; readonly node: Node; readonly text: string }
  | { readonly k: 'and' | 'or'; readonly left: Node; readonly right: Node }
  | { readonly k: 'not'; readonly node: Node }
  | { readonly k: 'pipe'; readonly commands: readonly Node[]; readonly text: string }
  | {
      readonly k: 'subshell';
      readonly body: Node | null;
      readonly redirections: readonly Redirection[];
    }
  | { readonly k: 'redirected'; readonly node: Node; readonly redirections: readonly Redirection[] }
  | { readonly k: 'if'; readonly test: Node | null; readonly then: Node | null; readonly else: Node | null }
  | { readonly k: 'while' | 'until'; readonly test: Node | null; readonly body: Node | null }
  | {
      readonly k: 'for';
      readonly name: string;
      readonly words: readonly Word[] | null;
      readonly body: Node | null;
    }
  | { readonly k: 'case'; readonly subject: Word; readonly items: readonly CaseItem[] }
  | { readonly k: 'function'; readonly name: string; readonly body: Node };

/** What ash prints after `sh: `. `atEnd`: more input could complete the command. */
export class ShellSyntaxError extends ShellError {
  readonly atEnd: boolean;
  constructor(sentence: string, atEnd = false) {
    super(`syntax error: ${sentence}`);
    this.atEnd = atEnd;
  }
}
