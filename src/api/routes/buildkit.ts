import { invalidParameter, systemError } from '../../engine/errors.ts';
import { headerOf } from '../../exchange/exchange.ts';
import { GrpcClient } from '../../grpc/grpc-client.ts';
import { hostHttp2 } from '../../grpc/host-http2.ts';
import { serveGrpc } from '../../grpc/serve-grpc.ts';
import { buildsOf } from '../buildkit/builds.ts';
import { serveBuildKit } from '../buildkit/services.ts';
import type { ApiReply, Handler } from '../call.ts';

/** All that dockerd writes before the connection speaks HTTP/2. */
const UPGRADED = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'h2c'],
] as const;

const NO_UPGRADE = 'no upgrade proto in request';

/** POST /grpc: BuildKit's services on a connection that is HTTP/2 from here on (moby api/server/router/grpc). */
export const grpcHandler: Handler = ({ engine, exchange }): ApiReply => {
  if (headerOf(exchange.headers, 'Upgrade') === undefined) throw systemError(NO_UPGRADE);
  hostHttp2();
  return { headers: UPGRADED, takeOver: stream => serveGrpc(stream, call => serveBuildKit(engine, call)) };
};

/** POST /session: the other way round, we call what the client offers (moby api/server/router/session). */
export const sessionHandler: Handler = ({ engine, exchange }): ApiReply => {
  if (headerOf(exchange.headers, 'Upgrade') === undefined) throw invalidParameter(NO_UPGRADE);
  hostHttp2();
  const id = headerOf(exchange.headers, 'X-Docker-Expose-Session-Uuid') ?? '';
  return { headers: UPGRADED, takeOver: stream => buildsOf(engine).addSession(id, new GrpcClient(stream)) };
};
