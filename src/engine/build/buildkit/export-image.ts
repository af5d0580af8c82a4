import type { Engine } from '../../engine.ts';
import { systemError } from '../../errors.ts';
import { archiveSize } from '../../images/layer-tar.ts';
import { familiarName, parseReference, type Reference } from '../../images/reference.ts';
import { addImage, addLayer, chainIdOf, digestOf } from '../../images/store.ts';
import { tagImage } from '../../images/tag.ts';
import { withInlineCache } from './cache/inline-cache.ts';
import type { BuiltImage, Exporter, SolveResult } from './solve-request.ts';
import type { ToldSteps } from './told-steps.ts';

/** What a build's client is told of what was exported. */
export type ExporterResponse = Readonly<Record<string, string>>;

/** Hands a result to the daemon's images (`push` is the client's own business), as dockerd's own exporter does (moby builder/builder-next/exporter/mobyexporter). */
export async function exportImage(
  engine: Engine,
  steps: ToldSteps,
  exporter: Exporter,
  { image: made }: SolveResult,
  hasInlineCache = false,
): Promise<ExporterResponse> {
  if (made === undefined) throw systemError('No image was generated. Is your Dockerfile empty?');
  const name = exporter.attrs.get('name') ?? '';
  const references = name === '' ? [] : name.split(',').map(parseReference);
  const image = hasInlineCache ? withInlineCache(made) : made;
  const imageId = digestOf(image.configJson);
  await steps.run('exporting to image', step => {
    if (image.layers.length > 0) step.did('exporting layers');
    addBuiltImage(engine, image);
    if (hasInlineCache) step.did('preparing layers for inline cache');
    step.did(`writing image ${imageId}`);
    for (const reference of references) {
      tagImage(engine, imageId, familiarName(reference), reference.tag ?? 'latest');
      step.did(`naming to ${fullName(reference)}`);
    }
  });
  return {
    'containerimage.config.digest': imageId,
    'containerimage.digest': imageId,
    ...(references.length > 0 && { 'image.name': references.map(fullName).join(',') }),
  };
}

/** Layers that are there, as the base's, are not looked at. */
function addBuiltImage(engine: Engine, { configJson, layers }: BuiltImage): void {
  const known = engine.state.images.layers;
  let below = '';
  for (const layer of layers) {
    const { diffId, tree } = layer;
    const chainId = chainIdOf(below, diffId);
    if (!known.has(chainId)) {
      addLayer(engine, below, { diffId, tar: layer.tar, size: archiveSize(tree), treeOver: () => tree });
    }
    below = chainId;
  }
  addImage(engine, configJson);
}

/** With its tag only where one was given. */
const fullName = ({ domain, path, tag }: Reference): string =>
  tag === undefined ? `${domain}/${path}` : `${domain}/${path}:${tag}`;
