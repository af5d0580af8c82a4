import { openSandboxFiles } from '../../build/sandbox/sandbox-files.ts';
import { withSandboxes } from '../../build/sandbox/sandbox-network.ts';
import type { Engine } from '../../engine.ts';
import { containerNetwork } from '../../networks/container-network.ts';
import { openContainerFiles } from '../files/container-files.ts';
import { builtInPrograms } from '../programs/index-of-programs.ts';
import { addBuiltInPrograms } from './built-in-programs.ts';
import { Kernel } from './kernel.ts';
import { ProgramTable } from './program-table.ts';

/** Shared by all engines. */
const BUILT_IN = new ProgramTable();
addBuiltInPrograms(BUILT_IN);
for (const [name, program] of Object.entries(builtInPrograms)) BUILT_IN.addCommand(name, program);

/** The kernel of an engine's containers: their files, programs and networks put together. */
export function makeKernel(engine: Engine): Kernel {
  engine.programs.fallBackTo(BUILT_IN);
  return new Kernel(engine, {
    programs: engine.programs,
    files: id => {
      return engine.state.sandboxes.has(id) ? openSandboxFiles(engine, id) : openContainerFiles(engine, id);
    },
    network: withSandboxes(engine, containerNetwork(engine)),
  });
}
