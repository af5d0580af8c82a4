import type { Engine } from '../engine.ts';
import { layerSize } from '../world/files/layer-size.ts';
import type { Container } from './container.ts';

/** Bytes: what the container wrote, and that together with its image. */
export function containerSize(
  engine: Engine,
  container: Readonly<Container>,
): { readonly rw: number; readonly rootFs: number } {
  const rw = layerSize(container.root);
  let rootFs = rw;
  const { layers } = engine.state.images;
  for (let layer = layers.get(container.topLayer); layer !== undefined; ) {
    rootFs += layer.size;
    layer = layers.get(layer.parentChainId);
  }
  return { rw, rootFs };
}
