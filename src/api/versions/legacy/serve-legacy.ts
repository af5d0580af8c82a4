import type { Engine } from '../../../engine/engine.ts';
import { NotSimulatedError } from '../../../engine/errors.ts';
import type { LegacyRelease } from '../../../engine/system/persona-legacy.ts';
import type { Exchange, Reply } from '../../../exchange/exchange.ts';
import type { Route } from '../../call.ts';
import { noteCall, noteReply } from '../../note-call.ts';
import { wireReply } from '../../reply.ts';
import { type Match, router } from '../../router.ts';
import type { Target } from '../../target.ts';
import { Query } from '../../wire/query.ts';
import type { LegacyCall, LegacyReply } from './legacy-call.ts';
import { legacyErrorReply } from './legacy-error.ts';
import { empty, PLAIN, text } from './legacy-reply.ts';
import { type LegacyRoute, legacyRoutes } from './routes.ts';

/** Where an exchange goes, and what came in its form; `version` as it stands in the path. */
export interface LegacyRequest {
  readonly exchange: Exchange;
  readonly target: Target;
  readonly form: string;
  readonly date: string;
}

/** A daemon of 2013 over the engine: routes, versions, errors and streams as `release` had them (api.go). */
export function legacyServer(
  engine: Engine,
  release: LegacyRelease,
): (request: LegacyRequest) => Promise<Reply> {
  const routes = legacyRoutes.filter(
    ({ since = 1.0, until = 1.4 }) => since <= release.form && release.form <= until,
  );
  const byOperation = new Map(routes.map(route => [route.operation, route]));
  const match = router(routes as unknown as readonly Route[]);
  return async ({ exchange, target, form, date }) => {
    const send = (reply: LegacyReply) =>
      'whole' in reply ? reply.whole : wireReply(reply, [], date, exchange);
    if (target.kind === 'malformed') return send(text(400, '400 Bad Request'));
    if (target.kind === 'redirect') return send(redirect(target.location));
    if (exchange.method === 'OPTIONS' && release.form >= 1.2) return send(empty(200));
    const { version, path } = versionOf(target.path, release.newest);
    const found = exchange.method === 'HEAD' ? undefined : match(exchange.method, path);
    const route = byOperation.get(found?.route.operation ?? '');
    if (found === undefined || route === undefined) return send(text(404, '404 page not found\n'));
    if (version === 0 || version > release.newest) return send(empty(404));
    const query = new Query(form, target.query);
    return send(
      await perform(found, route, {
        engine,
        release,
        form: release.form,
        version,
        params: found.params,
        query,
        exchange,
      }),
    );
  };
}

async function perform(found: Match, { handle }: LegacyRoute, call: LegacyCall): Promise<LegacyReply> {
  const noted = noteCall(call.engine, call.exchange, found);
  const note = (reply: LegacyReply) => {
    if ('whole' in reply) noted.status = reply.whole.status;
    else noteReply(noted, reply);
    return reply;
  };
  try {
    return note(await handle(call));
  } catch (error) {
    if (error instanceof NotSimulatedError) call.engine.noteUnsimulated(error.feature);
    const reply = note(legacyErrorReply(error, call.form));
    if (error instanceof Error) noted.error = error.message;
    return reply;
  } finally {
    call.engine.driver.settle();
  }
}

/** Go's ParseFloat of what stands after the `v`: `1.10` is 1.1, and what is no number is no version at all. */
function versionOf(path: string, newest: number): { readonly version: number; readonly path: string } {
  const [, given = '', rest = path] = /^\/v([0-9.]+)(\/.*)$/s.exec(path) ?? [];
  const isNumber = /^(\d+\.?\d*|\.\d+)$/.test(given);
  return { version: isNumber ? Number(given) : newest, path: rest };
}

/** To the clean path, and without the query. */
function redirect(location: string): LegacyReply {
  const path = location.replace(/\?.*$/s, '');
  return { status: 301, headers: [PLAIN, ['Location', path], ['Content-Length', '0']] };
}
