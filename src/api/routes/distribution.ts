import { inspectDistribution } from '../../engine/images/distribution.ts';
import type { Handler, Route } from '../call.ts';

/** GET /distribution/{name}/json */
const distributionHandler: Handler = async ({ engine, params, exchange }) => ({
  status: 200,
  json: await inspectDistribution(engine, params.name ?? '', exchange.signal),
});

/** The Distribution operations. */
export const distributionRoutes: readonly Route[] = [
  {
    operation: 'DistributionInspect',
    method: 'GET',
    path: '/distribution/{name:.*}/json',
    handle: distributionHandler,
  },
];
