import { buildImage } from '../../engine/build/build.ts';
import { BuildFailure } from '../../engine/build/build-failure.ts';
import type { BuildRequest } from '../../engine/build/build-request.ts';
import { type Progress, progressError } from '../../engine/images/progress.ts';
import { decompress } from '../../support/decompress.ts';
import type { ApiReply, Call, Handler } from '../call.ts';
import { readBody } from '../wire/body.ts';
import { decodeBuild } from './build-request.ts';

/** POST /build: the classic builder (moby api/server/router/build/build_routes.go, postBuild). */
export const buildHandler: Handler = async call => {
  const request = decodeBuild(call.query);
  const archive = await decompress(await readBody(call.exchange));
  return call.query.bool('q')
    ? quietly(call, { ...request, context: archive })
    : aloud(call, request, archive);
};

/** What is thrown before the first message is the request's error, what comes later stands in the stream. */
async function aloud(
  { engine, exchange }: Call,
  request: Omit<BuildRequest, 'context'>,
  context: Uint8Array,
): Promise<ApiReply> {
  const messages = buildImage(engine, { ...request, context }, exchange.signal);
  const first = await messages.next();
  return { status: 200, messages: restOf(first, messages), messageEnd: '\r\n' };
}

async function* restOf(
  first: IteratorResult<Progress, string>,
  messages: AsyncGenerator<Progress, string>,
): AsyncGenerator<Progress> {
  try {
    for (let next = first; next.done !== true; next = await messages.next()) yield next.value;
  } catch (error) {
    yield failure(error);
  }
}

/** The image's id alone; all that was told before where something fails. */
async function quietly({ engine, exchange }: Call, request: BuildRequest): Promise<ApiReply> {
  const messages = buildImage(engine, request, exchange.signal);
  const told: Progress[] = [];
  try {
    let next = await messages.next();
    for (; next.done !== true; next = await messages.next()) told.push(next.value);
    return { status: 200, messages: [{ stream: `${next.value}\n` }], messageEnd: '\r\n' };
  } catch (error) {
    if (told.length === 0) throw error;
    return { status: 200, messages: [...told, failure(error)], messageEnd: '\r\n' };
  }
}

function failure(error: unknown): Progress {
  if (!(error instanceof Error)) throw error;
  const { message } = error;
  if (!(error instanceof BuildFailure)) return progressError(message);
  return { errorDetail: { code: error.code, message }, error: message };
}
