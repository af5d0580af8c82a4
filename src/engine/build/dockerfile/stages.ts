import { DockerError, invalidParameter } from '../../errors.ts';
import type { Instruction, InstructionOf } from './instruction.ts';
import type { Dockerfile } from './node.ts';
import { parseInstruction } from './parse-instruction.ts';

export interface Stage {
  readonly from: InstructionOf<'from'>;
  readonly instructions: readonly Instruction[];
}

/** A Dockerfile's stages, and the ARGs that stand before the first. Throws with the line of what is wrong. */
export function stagesOf({ nodes }: Dockerfile): {
  readonly globalArgs: ReadonlyArray<InstructionOf<'arg'>>;
  readonly stages: readonly Stage[];
} {
  const globalArgs: Array<InstructionOf<'arg'>> = [];
  const stages: Array<{ from: InstructionOf<'from'>; instructions: Instruction[] }> = [];
  for (const node of nodes) {
    const instruction = atLine(node.line, () => parseInstruction(node));
    const stage = stages.at(-1);
    if (instruction.kind === 'from') stages.push({ from: instruction, instructions: [] });
    else if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.kind === 'arg') globalArgs.push(instruction);
    else throw invalidParameter('no build stage in current context');
  }
  return { globalArgs, stages };
}

function atLine<T>(line: number, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw invalidParameter(`dockerfile parse error on line ${line}: ${error.message}`);
  }
}
