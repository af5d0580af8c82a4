/**
 * Which of `offers` an Accept header asks for, as golang/gddo's NegotiateContentType chooses: without one, `otherwise`;
 * with a wildcard the first offer, even where a client meant nothing by it, as curl does.
 */
export function negotiateMediaType(
  accept: string | undefined,
  offers: readonly string[],
  otherwise: string,
): string {
  let best = { offer: otherwise, quality: -1, wildness: 3 };
  const ranges = (accept ?? '').split(',').map(readRange);
  for (const offer of offers) {
    for (const { range, quality } of ranges) {
      const wildness = wildnessOf(range, offer);
      if (wildness === undefined || quality === 0 || quality < best.quality) continue;
      if (quality > best.quality || wildness < best.wildness) best = { offer, quality, wildness };
    }
  }
  return best.offer;
}

function readRange(text: string): { readonly range: string; readonly quality: number } {
  const [range = '', ...parameters] = text.split(';').map(part => part.trim());
  const quality = parameters.find(parameter => parameter.startsWith('q='))?.slice(2);
  return { range: range.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
}

function wildnessOf(range: string, offer: string): number | undefined {
  if (range === offer) return 0;
  if (range === '*/*') return 2;
  return range.endsWith('/*') && offer.startsWith(range.slice(0, -1)) ? 1 : undefined;
}
