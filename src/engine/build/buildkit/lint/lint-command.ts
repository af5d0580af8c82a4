import { isAbsolutePath } from '../../../../support/posix-path.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';
import type { LineRange } from '../../dockerfile/node.ts';
import { closest } from '../../dockerfile/suggest.ts';
import type { CommandPlace } from '../frontend/translate-stage.ts';
import type { WatchedVariables } from './linter.ts';

/** Warns of a command of a stage that is needed (buildkit dockerfile2llb/convert.go). */
export function lintCommand(place: CommandPlace, instruction: Instruction): void {
  const { linter, state } = place;
  const { lines, code } = instruction;
  const name = instruction.kind.toUpperCase();
  switch (instruction.kind) {
    case 'cmd':
    case 'entrypoint':
      once(place, name, lines);
      if (instruction.command.isShell && (state.config.Shell ?? []).length === 0) {
        const text = `JSON arguments recommended for ${name} to prevent unintended behavior related to OS signals`;
        linter.warn('JSONArgsRecommended', text, lines);
      }
      break;
    case 'healthcheck':
      once(place, name, lines);
      break;
    case 'env':
    case 'label':
      if (instruction.isLegacy) {
        const text = `"${name} key=value" should be used instead of legacy "${name} key value" format`;
        linter.warn('LegacyKeyValueFormat', text, lines);
      }
      if (instruction.kind === 'env')
        for (const pair of instruction.pairs) secret(place, name, pair.name, lines);
      break;
    case 'arg':
      for (const argument of instruction.args) secret(place, name, argument.name, lines);
      break;
    case 'expose':
      for (const port of code.split(/\s+/).slice(1)) lintPort(place, port, lines);
      break;
    case 'workdir':
      if (!state.hasWorkdir && !isAbsolutePath(instruction.text)) {
        const text = `Relative workdir ${JSON.stringify(instruction.text)} can have unexpected results if the base image changes`;
        linter.warn('WorkdirRelativePath', text, lines);
      }
      state.hasWorkdir = true;
      break;
  }
}

/** Of several only the last counts: those before are warned of. */
function once({ linter, state }: CommandPlace, name: string, lines: LineRange | undefined): void {
  const before = state.usedOnce.get(name);
  if (before !== undefined) {
    const text = `Multiple ${name} instructions should not be used in the same stage because only the last one will be used`;
    linter.warn('MultipleInstructionsDisallowed', text, before);
  }
  if (lines !== undefined) state.usedOnce.set(name, lines);
}

const SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const PUBLIC = /(?:_|^)public(?:_|$)/i;

function secret({ linter }: CommandPlace, kind: string, name: string, lines: LineRange | undefined): void {
  if (!SECRET.test(name) || PUBLIC.test(name)) return;
  const text = `Do not use ARG or ENV instructions for sensitive data (${kind} ${JSON.stringify(name)})`;
  linter.warn('SecretsUsedInArgOrEnv', text, lines);
}

function lintPort({ linter }: CommandPlace, port: string, lines: LineRange | undefined): void {
  if (port.includes(':') && !port.includes('$')) {
    const text = `EXPOSE instruction should not define an IP address or host-port mapping, found '${port}'`;
    linter.warn('ExposeInvalidFormat', text, lines);
  }
  const [, protocol = ''] = port.split('/');
  if (protocol !== protocol.toLowerCase()) {
    const text = `Defined protocol '${port}' in EXPOSE instruction should be lowercase`;
    linter.warn('ExposeProtoCasing', text, lines);
  }
}

/** Warns of variables that a command asked for and nobody set. */
export function lintVariables(
  { linter, state }: CommandPlace,
  { unmatched }: WatchedVariables,
  known: readonly string[],
  lines: LineRange | undefined,
): void {
  for (const name of unmatched) {
    if (state.declared.some(argument => argument.name === name)) continue;
    const meant = closest(name, known);
    const suggested = meant === undefined ? '' : ` (did you mean $${meant}?)`;
    linter.warn('UndefinedVar', `Usage of undefined variable '$${name}'${suggested}`, lines);
  }
}
