import type { Engine } from '../../../engine.ts';
import { IMAGE_KEY, keep, lookUp } from '../cache/build-cache.ts';
import type { ToldStep } from '../told-steps.ts';
import type { ImageSource } from './operation.ts';
import type { Made } from './solver.ts';

/** An image's files: known by its layers, whatever it is called. */
export function imageRecord(
  engine: Engine,
  { reference, chainIds }: Pick<ImageSource, 'reference' | 'chainIds'>,
  told?: ToldStep,
  description?: string,
): Made {
  const top = chainIds.at(-1);
  if (top === undefined) return { key: 'image', record: undefined };
  const key = IMAGE_KEY + top;
  const digest = reference.includes('@') ? reference : '';
  if (digest !== '') told?.did(`resolve ${digest}`);
  const known = lookUp(engine, key);
  if (told !== undefined) told.cached = known !== undefined;
  if (known !== undefined) return { key, record: known };
  const tree = engine.state.images.layers.get(top)?.tree;
  if (tree === undefined) return { key, record: undefined };
  const made = { kind: 'regular', parentId: '', tree, chainId: top, isImported: true } as const;
  const shown = digest === '' ? 'from local ' : `pulled from ${reference}`;
  return { key, record: keep(engine, key, { ...made, description: description ?? shown }) };
}
