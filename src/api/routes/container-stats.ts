import { containerStats } from '../../engine/containers/stats.ts';
import { topContainer } from '../../engine/containers/top.ts';
import { encodeJson } from '../../support/go-json/encode.ts';
import type { Handler } from '../call.ts';

const utf8 = new TextEncoder();

/** GET /containers/{name}/top */
export const topHandler: Handler = ({ engine, params, query }) => {
  const { titles, processes } = topContainer(engine, params.name ?? '', query.text('ps_args'));
  return { status: 200, json: { Processes: processes, Titles: titles } };
};

/** GET /containers/{name}/stats */
export const statsHandler: Handler = ({ engine, params, query, exchange }) => {
  const stream = query.boolOr('stream', true);
  const request = { stream, oneShot: query.bool('one-shot') };
  const samples = containerStats(engine, params.name ?? '', request, exchange.signal);
  return {
    status: 200,
    // dockerd names the type of a single answer only; of a stream it lets Go guess none.
    headers: stream ? [] : [['Content-Type', 'application/json']],
    body: lines(samples),
  };
};

async function* lines(samples: AsyncIterable<object>): AsyncGenerator<Uint8Array> {
  for await (const sample of samples) yield utf8.encode(`${encodeJson(sample)}\n`);
}
