import { DockerError } from '../../errors.ts';
import { DockerfileError } from './dockerfile-error.ts';
import type { Instruction, InstructionOf } from './instruction.ts';
import type { Dockerfile, LineRange } from './node.ts';
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
    const lines = { start: node.line, end: node.endLine };
    const instruction = atLines(lines, () => parseInstruction(node));
    const stage = stages.at(-1);
    if (instruction.kind === 'from') stages.push({ from: instruction, instructions: [] });
    else if (stage !== undefined) stage.instructions.push(instruction);
    else if (instruction.kind === 'arg') globalArgs.push(instruction);
    else throw new DockerfileError('no build stage in current context', lines);
  }
  return { globalArgs, stages };
}

function atLines<T>(lines: LineRange, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerfileError(`dockerfile parse error on line ${lines.start}: ${error.message}`, lines);
  }
}
