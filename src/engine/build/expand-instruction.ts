import type { StageState } from './build-state.ts';
import { type ExpandOptions, expandWord, type Variables } from './dockerfile/expand.ts';
import type { Instruction, InstructionOf, Pair, Transfer } from './dockerfile/instruction.ts';

type Expand = (word: string) => string;

const expandText = <K extends 'stopsignal' | 'user' | 'workdir'>(
  instruction: InstructionOf<K>,
  expand: Expand,
) => ({ ...instruction, text: expand((instruction as { text: string }).text) });

const expandPair = ({ name, value }: Pair, expand: Expand): Pair => ({
  name: expand(name),
  value: expand(value),
});

const expandTransfer = (transfer: Transfer, expand: Expand): Transfer => ({
  ...transfer,
  chown: expand(transfer.chown),
  chmod: expand(transfer.chmod),
  sources: transfer.sources.map(expand),
  destination: expand(transfer.destination),
  checksum: expand(transfer.checksum),
  exclude: transfer.exclude.map(expand),
});

type Expander<K extends Instruction['kind']> = (instruction: InstructionOf<K>, expand: Expand) => Instruction;

/** Where variables count; EXPOSE splits what it gets, and does so itself. */
const EXPANDERS: { readonly [K in Instruction['kind']]?: Expander<K> } = {
  add: (given, expand) => ({ ...given, transfer: expandTransfer(given.transfer, expand) }),
  arg: (given, expand) => ({
    ...given,
    args: given.args.map(({ name, value }) => ({
      name: expand(name),
      ...(value !== undefined && { value: expand(value) }),
    })),
  }),
  copy: (given, expand) => ({ ...given, transfer: expandTransfer(given.transfer, expand) }),
  env: (given, expand) => ({ ...given, pairs: given.pairs.map(pair => expandPair(pair, expand)) }),
  label: (given, expand) =>
    given.isFinal ? given : { ...given, pairs: given.pairs.map(pair => expandPair(pair, expand)) },
  stopsignal: (given, expand) => expandText(given, expand) as Instruction,
  user: (given, expand) => expandText(given, expand) as Instruction,
  volume: (given, expand) => ({ ...given, paths: given.paths.map(expand) }),
  workdir: (given, expand) => expandText(given, expand) as Instruction,
};

/** What is put in, and how it is written. */
export interface Expansion {
  readonly variables: Variables;
  readonly options: ExpandOptions;
}

/** The stage's environment, and its build arguments beside it. */
export function expansionIn(
  { config, args }: Pick<StageState, 'config' | 'args'>,
  escapeToken: string,
): Expansion {
  const env = config.Env ?? [];
  return { variables: variablesOf([...env, ...args.beside(env)]), options: { escapeToken } };
}

/** The instruction with its variables put in. */
export function expandInstruction<I extends Instruction>(
  instruction: I,
  { variables, options }: Expansion,
): I {
  const expander = EXPANDERS[instruction.kind] as Expander<Instruction['kind']> | undefined;
  const expanded = expander?.(instruction, word => expandWord(word, variables, options));
  return (expanded ?? instruction) as I;
}

function variablesOf(env: readonly string[]): Map<string, string> {
  return new Map(
    env.map(entry => {
      const equals = entry.indexOf('=');
      return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)];
    }),
  );
}
