import { notFound } from '../../engine/errors.ts';
import { checkFilterNames } from '../../engine/filters.ts';
import { goQuote } from '../../support/go-strconv.ts';
import type { Call, Handler } from '../call.ts';

// Installing a plugin is not simulated, so there is none: what follows is what dockerd answers then.

const FILTERS = new Set(['enabled', 'capability']);

export const pluginListHandler: Handler = call => {
  checkFilterNames(call.filters(), FILTERS);
  return { status: 200, json: [] };
};

export const noPluginHandler: Handler = ({ params }: Call) => {
  throw notFound(`plugin ${goQuote(params.name ?? '')} not found`);
};

export const pluginEnableHandler: Handler = call => {
  call.query.requiredInt('timeout');
  return noPluginHandler(call);
};
