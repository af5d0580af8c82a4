import { ROOT_INO } from '../../../../src/engine/world/files/file-tree.ts';
import { builtInPrograms } from '../../../../src/engine/world/programs/index-of-programs.ts';
import { directory, file, type Simulated, settle, simulate } from '../process/kernel-fixture.ts';

/** A script and what the real busybox made of it. */
export interface RecordedScript {
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

/** The environment that the recorded scripts ran in. */
export const ENVIRONMENT = ['PATH=/usr/bin:/bin', 'HOME=/root'];
export const FILES = {
  'etc/passwd':
    'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
  'etc/group': 'root:x:0:\ndaemon:x:1:\nwheel:x:10:\naudio:x:29:\nnogroup:x:65534:\n',
} as const;

/** Runs `sh -c script` in a machine of its own, its clock jumping over all waiting. */
export function runScript(script: string, input = ''): Promise<RecordedScript> {
  return runProgram(['sh', '-c', script], input, script);
}

export async function runProgram(
  argv: readonly string[],
  input = '',
  script = argv.join(' '),
): Promise<RecordedScript> {
  const world = simulate({
    programs: builtInPrograms,
    prepare: tree => {
      directory(tree, ROOT_INO, 'root');
      const etc = tree.lookup(ROOT_INO, 'etc') ?? 0;
      for (const [path, content] of Object.entries(FILES)) {
        const name = path.slice('etc/'.length);
        tree.unlink(etc, name, 0n);
        file(tree, etc, name, content);
      }
    },
  });
  world.start('box', argv, { env: ENVIRONMENT, cwd: '/tmp', openStdin: true });
  if (input !== '') void world.input('box', input);
  world.kernel.streams('box')?.closeInput();
  await runToEnd(world);
  return {
    script,
    stdout: world.stdout('box'),
    stderr: world.stderr('box'),
    exitCode: world.ends.get('box'),
  };
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
