import type { DaemonPersona } from '../../engine/system/persona-table.ts';
import type { ApiReply } from '../call.ts';
import { compareApiVersions } from './api-version.ts';

/** moby api/server/middleware/version.go, as the daemon's release has it; `undefined` for a version that it speaks. */
export function refuseVersion(persona: DaemonPersona, version: string, newest: string): ApiReply | undefined {
  const { tooNew } = persona.refusal;
  const oldest = persona.minApiVersion;
  if (compareApiVersions(version, oldest) < 0) {
    const message = `client version ${version} is too old. Minimum supported API version is ${oldest}, please upgrade your client to a newer version`;
    return spokenError(persona, version, { status: 400, json: { message } });
  }
  if (tooNew !== undefined && compareApiVersions(version, newest) > 0) {
    const message = tooNew.sentence(version, newest);
    return spokenError(persona, version, { status: tooNew.status, json: { message } });
  }
  return undefined;
}

/** No route. Before 1.8 the daemon had no page of its own for that: Go's stood in. */
export function pageNotFound(persona: DaemonPersona, version: string): ApiReply {
  if (persona.refusal.jsonErrorsFrom === undefined) return plain(404, '404 page not found', false);
  const reply: ApiReply = { status: 404, json: { message: 'page not found' } };
  // A daemon that speaks none of the versions before has no plain text left.
  const isAlwaysJson = compareApiVersions(persona.minApiVersion, persona.refusal.jsonErrorsFrom) >= 0;
  return isAlwaysJson ? reply : spokenError(persona, version, reply);
}

/** Clients that were made before errors became JSON get the sentence alone (moby api/server/server.go). */
export function spokenError({ refusal }: DaemonPersona, version: string, reply: ApiReply): ApiReply {
  const { jsonErrorsFrom } = refusal;
  if (!('json' in reply)) return reply;
  if (jsonErrorsFrom !== undefined && compareApiVersions(version, jsonErrorsFrom) >= 0) return reply;
  return plain(reply.status, (reply.json as { message: string }).message, jsonErrorsFrom !== undefined);
}

/** Go's http.Error; `nosniff` is what Go 1.5 and later add. */
function plain(status: number, message: string, nosniff: boolean): ApiReply {
  return {
    status,
    headers: [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ...(nosniff ? [['X-Content-Type-Options', 'nosniff'] as const] : []),
    ],
    body: new TextEncoder().encode(`${message}\n`),
  };
}
