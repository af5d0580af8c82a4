import { builtInPrograms } from '../../../../src/engine/world/programs/index-of-programs.ts';
import { type Simulated, settle, simulate } from '../process/kernel-fixture.ts';

export interface ScriptResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

/** The environment that the recorded scripts ran in. */
export const ENVIRONMENT = ['PATH=/usr/bin:/bin', 'HOME=/root'];

/** Runs `sh -c script` in a machine of its own, its clock jumping over all waiting. */
export async function runScript(script: string, input = ''): Promise<ScriptResult> {
  return runProgram(['sh', '-c', script], input);
}

export async function runProgram(argv: readonly string[], input = ''): Promise<ScriptResult> {
  const world = simulate({ programs: builtInPrograms });
  world.start('box', argv, { env: ENVIRONMENT, cwd: '/tmp', openStdin: true });
  if (input !== '') void world.input('box', input);
  world.kernel.streams('box')?.closeInput();
  await runToEnd(world);
  return { stdout: world.stdout('box'), stderr: world.stderr('box'), exitCode: world.ends.get('box') };
}

/** Jumps from timer to timer, at most a thousand times. */
async function runToEnd(world: Simulated): Promise<void> {
  for (let turns = 0; turns < 1000 && !world.ends.has('box'); turns++) {
    settle(world);
    await Promise.resolve();
    settle(world);
    if (!world.ends.has('box')) world.engine.clock.fireNext();
  }
}
