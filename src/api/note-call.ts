import type { NotedCall } from '../engine/call-log.ts';
import type { Engine } from '../engine/engine.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { ApiReply } from './call.ts';
import type { Match } from './router.ts';

/** Notes in the engine that it is asked; what becomes of the call is written into what this returns. */
export function noteCall(engine: Engine, { method, target }: Exchange, { route, params }: Match): NotedCall {
  const call: NotedCall = {
    operation: route.operation,
    method,
    target,
    params,
    body: undefined,
    status: undefined,
    error: undefined,
    createdId: undefined,
  };
  engine.callLog.add(call);
  return call;
}

/** Returns the reply, for a `return` that notes. */
export function noteReply(call: NotedCall, reply: ApiReply): ApiReply {
  call.status = 'hijack' in reply || 'takeOver' in reply ? 101 : reply.status;
  const json = 'json' in reply ? (reply.json as { message?: unknown; Id?: unknown } | null) : undefined;
  if (call.status >= 400) call.error = String(json?.message ?? '');
  else if (call.status === 201 && typeof json?.Id === 'string') call.createdId = json.Id;
  return reply;
}
