/** The tree of an awk program. */
export type Expression =
  | { readonly k: 'number'; readonly value: number }
  | { readonly k: 'string'; readonly value: string }
  | { readonly k: 'regex'; readonly regex: RegExp }
  | Place
  | { readonly k: 'assign'; readonly operator: string; readonly place: Place; readonly value: Expression }
  | {
      readonly k: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | { readonly k: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly k: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly k: 'step'; readonly place: Place; readonly by: number; readonly prefix: boolean }
  | { readonly k: 'match'; readonly negated: boolean; readonly left: Expression; readonly right: Expression }
  | { readonly k: 'in'; readonly keys: readonly Expression[]; readonly array: string }
  | { readonly k: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly k: 'builtin'; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly k: 'getline';
      readonly place: Place | undefined;
      readonly source: Expression | undefined;
      readonly from: 'input' | 'file' | 'command';
    }
  | { readonly k: 'group'; readonly items: readonly Expression[] };

/** What can be assigned to. */
export type Place =
  | { readonly k: 'variable'; readonly name: string }
  | { readonly k: 'field'; readonly index: Expression }
  | { readonly k: 'element'; readonly array: string; readonly keys: readonly Expression[] };

export type Statement =
  | { readonly k: 'block'; readonly body: readonly Statement[] }
  | { readonly k: 'expression'; readonly value: Expression }
  | {
      readonly k: 'print';
      readonly format: boolean;
      readonly args: readonly Expression[];
      readonly to: string;
      readonly target: Expression | undefined;
    }
  | {
      readonly k: 'if';
      readonly test: Expression;
      readonly then: Statement;
      readonly else: Statement | undefined;
    }
  | { readonly k: 'while'; readonly test: Expression; readonly body: Statement; readonly testsLast: boolean }
  | {
      readonly k: 'for';
      readonly start: Statement | undefined;
      readonly test: Expression | undefined;
      readonly step: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly k: 'forIn'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly k: 'delete'; readonly array: string; readonly keys: readonly Expression[] | undefined }
  | { readonly k: 'break' | 'continue' | 'next' | 'nextfile' }
  | { readonly k: 'exit' | 'return'; readonly value: Expression | undefined };

export interface Rule {
  readonly kind: 'begin' | 'end' | 'pattern';
  readonly from: Expression | undefined;
  readonly to: Expression | undefined;
  readonly body: Statement | undefined;
}

export interface AwkFunction {
  readonly params: readonly string[];
  readonly body: Statement;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}

export class AwkError extends Error {
  readonly line: number;
  constructor(message: string, line = 1) {
    super(message);
    this.line = line;
  }
}
