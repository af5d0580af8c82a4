import type { Engine } from '../../engine.ts';
import { openContainerFiles } from '../files/container-files.ts';
import { addBuiltInPrograms } from './built-in-programs.ts';
import { Kernel } from './kernel.ts';
import { noNetwork } from './network-world.ts';
import { ProgramTable } from './program-table.ts';

/** The kernel of an engine's containers: their files, programs and networks put together. */
export function makeKernel(engine: Engine): Kernel {
  const programs = new ProgramTable();
  addBuiltInPrograms(programs);
  return new Kernel(engine, {
    programs,
    files: containerId => openContainerFiles(engine, containerId),
    network: noNetwork,
  });
}
