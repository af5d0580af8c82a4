import { buildImage } from '../../engine/build/build.ts';
import type { BuildRequest } from '../../engine/build/build-request.ts';
import type { Progress } from '../../engine/images/progress.ts';
import { decompress } from '../../support/decompress.ts';
import type { ApiReply, Call, Handler } from '../call.ts';
import { readBody } from '../wire/body.ts';
import { decodeBuild } from './build-request.ts';
import { lastMessage, streamReply } from './progress-reply.ts';

/** POST /build: the classic builder (moby api/server/router/build/build_routes.go, postBuild). */
export const buildHandler: Handler = async call => {
  const request = decodeBuild(call.query);
  const archive = await decompress(await readBody(call.exchange));
  return call.query.bool('q')
    ? quietly(call, { ...request, context: archive })
    : streamReply(
        call.engine,
        buildImage(call.engine, { ...request, context: archive }, call.exchange.signal),
      );
};

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
    return { status: 200, messages: [...told, lastMessage(engine, error)], messageEnd: '\r\n' };
  }
}
