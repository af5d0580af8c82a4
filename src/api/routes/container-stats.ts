import { containerStats } from '../../engine/containers/stats.ts';
import { topContainer } from '../../engine/containers/top.ts';
import { encodeJson } from '../../support/go-json/encode.ts';
import type { ApiReply, Handler } from '../call.ts';

const utf8 = new TextEncoder();

/** GET /containers/{name}/top */
export const topHandler: Handler = ({ engine, params, query }) => {
  const { titles, processes } = topContainer(engine, params.name ?? '', query.text('ps_args'));
  return { status: 200, json: { Processes: processes, Titles: titles } };
};

/** GET /containers/{name}/stats */
export const statsHandler: Handler = async ({ engine, params, query, exchange }) => {
  const stream = query.boolOr('stream', true);
  const request = { stream, oneShot: query.bool('one-shot') };
  const samples = containerStats(engine, params.name ?? '', request, exchange.signal);
  // dockerd names the type of a single answer only; of a stream it lets Go guess none.
  return stream ? { status: 200, body: lines(samples) } : single(samples);
};

async function single(samples: AsyncIterable<object>): Promise<ApiReply> {
  const answer: Uint8Array[] = [];
  for await (const line of lines(samples)) answer.push(line);
  return {
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: answer[0] ?? new Uint8Array(0),
  };
}

async function* lines(samples: AsyncIterable<object>): AsyncGenerator<Uint8Array> {
  for await (const sample of samples) yield utf8.encode(`${encodeJson(sample)}\n`);
}
