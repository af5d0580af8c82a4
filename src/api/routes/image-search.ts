import { invalidParameter, NotSimulatedError } from '../../engine/errors.ts';
import { checkFilterNames, filterValues, flagFilter } from '../../engine/filters.ts';
import type { Handler } from '../call.ts';

const FILTERS = new Set(['is-automated', 'is-official', 'stars']);

/** GET /images/search: refused as dockerd does before it asks; the catalogue is no search engine. */
export const imageSearchHandler: Handler = call => {
  const limit =
    call.query.text('limit') === '' ? 0 : atoi(call.query.text('limit'), 'invalid limit specified');
  const filters = call.filters();
  checkFilterNames(filters, FILTERS);
  // Nothing is automated any more (moby registry/search.go).
  if (flagFilter(filters, 'is-automated', false)) return { status: 200, json: [] };
  flagFilter(filters, 'is-official', false);
  for (const stars of filterValues(filters, 'stars')) atoi(stars, `invalid filter 'stars=${stars}'`);
  if (limit < 0 || limit > 100) throw invalidParameter(`limit ${limit} is outside the range of [1, 100]`);
  throw new NotSimulatedError('searching Docker Hub');
};

function atoi(text: string, what: string): number {
  if (/^[+-]?\d{1,18}$/.test(text)) return Number(text);
  throw invalidParameter(`${what}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}
