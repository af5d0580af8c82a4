import { notFound } from '../../engine/errors.ts';
import { checkFilterNames, flagFilter } from '../../engine/filters.ts';
import { slice, string } from '../../support/go-json/schema.ts';
import { goQuote } from '../../support/go-strconv.ts';
import type { Call, Handler } from '../call.ts';

// Installing a plugin is not simulated, so there is none: what follows is what dockerd answers then.

const FILTERS = new Set(['enabled', 'capability']);

export const pluginListHandler: Handler = call => {
  const filters = call.filters();
  checkFilterNames(filters, FILTERS);
  flagFilter(filters, 'enabled', false);
  return { status: 200, json: [] };
};

export const noPluginHandler: Handler = ({ params }: Call) => {
  throw notFound(`plugin ${goQuote(params.name ?? '')} not found`);
};

export const pluginSetHandler: Handler = async call => {
  await call.json(slice(string));
  return noPluginHandler(call);
};

export const pluginEnableHandler: Handler = call => {
  call.query.requiredInt('timeout');
  return noPluginHandler(call);
};
