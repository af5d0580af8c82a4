import { systemInfo } from '../../engine/system/info.ts';
import { systemVersion } from '../../engine/system/version.ts';
import type { RawHeaders } from '../../exchange/exchange.ts';
import type { ApiReply, Call, Route } from '../call.ts';
import { authHandler } from './system-auth.ts';
import { diskUsageHandler } from './system-df.ts';
import { eventsHandler } from './system-events.ts';

/** The System operations. */
export const systemRoutes: readonly Route[] = [
  { operation: 'SystemAuth', method: 'POST', path: '/auth', looseQuery: true, handle: authHandler },
  {
    operation: 'SystemInfo',
    method: 'GET',
    path: '/info',
    looseQuery: true,
    handle: ({ engine }) => ({ status: 200, json: systemInfo(engine) }),
  },
  {
    operation: 'SystemVersion',
    method: 'GET',
    path: '/version',
    looseQuery: true,
    handle: ({ engine, maxVersion }) => ({ status: 200, json: systemVersion(engine.persona, maxVersion) }),
  },
  { operation: 'SystemPing', method: 'GET', path: '/_ping', looseQuery: true, handle: ping },
  { operation: 'SystemPingHead', method: 'HEAD', path: '/_ping', looseQuery: true, handle: pingHead },
  { operation: 'SystemEvents', method: 'GET', path: '/events', handle: eventsHandler },
  { operation: 'SystemDataUsage', method: 'GET', path: '/system/df', handle: diskUsageHandler },
];

function ping({ engine }: Call): ApiReply {
  return { status: 200, headers: engine.persona.pingHeaders, body: new TextEncoder().encode('OK') };
}

function pingHead({ engine }: Call): ApiReply {
  const head: RawHeaders = [
    ['Content-Length', '0'],
    ['Content-Type', 'text/plain; charset=utf-8'],
  ];
  return { status: 200, headers: [...engine.persona.pingHeaders, ...head] };
}
