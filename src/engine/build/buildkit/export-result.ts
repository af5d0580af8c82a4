import type { Engine } from '../../engine.ts';
import { systemError } from '../../errors.ts';
import { exportArchive, exportDirectory, type Taker } from './export-files.ts';
import { type ExporterResponse, exportImage } from './export-image.ts';
import type { Exporter, SolveResult } from './solve-request.ts';
import type { ToldSteps } from './told-steps.ts';

/** @throws before anything is built, where a client asks for an exporter that dockerd has not. */
export function checkExporter({ type }: Exporter): void {
  if (!EXPORTERS.includes(type)) throw systemError(`exporter ${JSON.stringify(type)} could not be found`);
}

const EXPORTERS = ['moby', 'tar', 'local'];

/** Hands a result to whoever it was built for. dockerd has no other exporters (moby builder/builder-next/worker). */
export async function exportResult(
  engine: Engine,
  steps: ToldSteps,
  exporter: Exporter,
  result: SolveResult,
  { hasInlineCache, taker }: { readonly hasInlineCache: boolean; readonly taker: Taker },
): Promise<ExporterResponse> {
  if (exporter.type === 'moby') return exportImage(engine, steps, exporter, result, hasInlineCache);
  await (exporter.type === 'tar' ? exportArchive : exportDirectory)(steps, result, taker);
  return {};
}
