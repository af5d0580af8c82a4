import type { Engine } from '../../../engine.ts';
import { DockerError } from '../../../errors.ts';
import { type BaseImage, type BaseImageRequest, findBaseImage } from '../frontend/base-images.ts';
import type { FrontendOptions } from '../frontend/frontend-options.ts';
import type { SolveRequest } from '../solve-request.ts';
import type { ToldSteps } from '../told-steps.ts';
import { importInlineCache } from './inline-cache.ts';

/** What images of before tell of their steps. One that is not there is told, and no reason to stop. */
export async function importCaches(
  engine: Engine,
  { cacheImports, signal }: SolveRequest,
  { platform }: FrontendOptions,
  told: ToldSteps,
): Promise<void> {
  for (const { attrs } of cacheImports) {
    const name = attrs.get('ref') ?? '';
    try {
      await told.run(`importing cache manifest from ${name}`, async () => {
        importInlineCache(engine, await findCacheImage(engine, { name, platform, pull: false, signal }));
      });
    } catch (error) {
      if (!(error instanceof DockerError)) throw error;
    }
  }
}

async function findCacheImage(engine: Engine, request: BaseImageRequest): Promise<BaseImage> {
  try {
    return await findBaseImage(engine, request);
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new DockerError(error.kind, `failed to configure registry cache importer: ${error.message}`);
  }
}
