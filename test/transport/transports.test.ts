import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { getResponse, http, RequestHandler } from 'msw';
import { defineNetwork } from 'msw/experimental';
import { afterAll } from 'vitest';
import type { Reply } from '../../src/exchange/exchange.ts';
import { dockerHandlers, dockerSource } from '../../src/msw.ts';
import { parseHost } from '../../src/transport/host.ts';
import { intercept } from '../../src/transport/intercept/intercept.ts';
import { listen } from '../../src/transport/listen.ts';
import { live } from '../../src/transport/live.ts';
import { replyOf } from '../../src/transport/msw/reply-of.ts';
import { requestOf } from '../../src/transport/msw/request-of.ts';
import type { Serve } from './contract/setup.ts';
import { transportContract } from './contract.ts';
import { HANDLER_LIMITS } from './msw/handler-limits.ts';

const folder = mkdtempSync(join(tmpdir(), 'dockless-transport-'));
afterAll(() => rmSync(folder, { recursive: true }));
let sockets = 0;

function over(host: () => string): Serve {
  return async (daemon, onError) => {
    const listening = await listen(daemon, host(), { onError });
    const where = parseHost(listening.host);
    return {
      dial: () =>
        new Promise((resolve, reject) => {
          const target =
            where.kind === 'unix' ? { path: where.path } : { host: where.hostname, port: where.port };
          const socket = connect({ ...target, allowHalfOpen: true }, () => resolve(socket));
          socket.once('error', reject);
        }),
      connections: async () => listening.connections,
      close: () => listening.close(),
    };
  };
}

const unixHost = () => {
  sockets += 1;
  return `unix://${join(folder, `${sockets}.sock`)}`;
};
const tcpHost = () => 'tcp://127.0.0.1:0';

const pem = (name: string) => readFileSync(join(import.meta.dirname, 'tls', `${name}.pem`), 'utf8');
const serverTls = { key: pem('server-key'), cert: pem('server'), ca: pem('ca') };
const clientTls = { key: pem('client-key'), cert: pem('client'), ca: pem('ca') };

const overTls: Serve = async (daemon, onError) => {
  const listening = await listen(daemon, tcpHost(), { onError, tls: serverTls });
  const { port } = parseHost(listening.host) as { port: number };
  return {
    dial: () =>
      new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', port, ...clientTls, allowHalfOpen: true };
        const socket = connectTls(options, () => resolve(socket));
        socket.once('error', reject);
      }),
    connections: async () => listening.connections,
    close: () => listening.close(),
  };
};

/** `live` over TLS, behind a unix socket. */
const proxiedTls: Serve = async (daemon, onError) => {
  const back = await listen(daemon, tcpHost(), { onError, tls: serverTls });
  const front = await over(unixHost)(live(back.host.replace('tcp:', 'https:'), { tls: clientTls }), () => {});
  return {
    dial: front.dial,
    connections: async () => (await front.connections()) + back.connections,
    close: async () => {
      await front.close();
      await back.close();
    },
  };
};

/** A server in front of `live` in front of a server: what holds end to end holds for both of them. */
const proxied: Serve = async (daemon, onError) => {
  const back = await listen(daemon, unixHost(), { onError });
  const front = await over(unixHost)(live(back.host), () => {});
  return {
    dial: front.dial,
    connections: async () => (await front.connections()) + back.connections,
    close: async () => {
      await front.close();
      await back.close();
    },
  };
};

/** No socket at all: the client's own net.connect is answered in memory. */
const intercepted: Serve = async (daemon, onError) => {
  const path = '/nowhere/docker.sock';
  const interception = intercept(daemon, { targets: [`unix://${path}`], onError });
  return {
    dial: () =>
      new Promise((resolve, reject) => {
        const socket = connect({ path, allowHalfOpen: true }, () => resolve(socket));
        socket.once('error', reject);
      }),
    connections: async () => interception.connections,
    close: async () => interception.dispose(),
  };
};

/** msw first, which has nothing to say, and then the daemon. */
const mswSource: Serve = async (daemon, onError) => {
  const path = '/nowhere/docker.sock';
  const source = dockerSource(daemon, { targets: [`unix://${path}`], onError });
  const network = defineNetwork({ sources: [source], handlers: [http.get('/elsewhere', () => undefined)] });
  network.enable();
  return {
    dial: () =>
      new Promise((resolve, reject) => {
        const socket = connect({ path, allowHalfOpen: true }, () => resolve(socket));
        socket.once('error', reject);
      }),
    connections: async () => source.connections,
    close: async () => network.disable(),
  };
};

/** Our handlers asked as msw asks them, behind a connection of our own: what they keep of an exchange. */
const mswHandlers: Serve = async (daemon, onError) => {
  const origin = 'http://localhost';
  const handlers = dockerHandlers(daemon, { origin }).filter(each => each instanceof RequestHandler);
  return intercepted(async exchange => {
    const request = requestOf(exchange, origin)?.request as Request;
    return replyOf((await getResponse(handlers, request)) as Response) as Reply;
  }, onError);
};

transportContract('intercept', intercepted);
transportContract('msw, dockerSource', mswSource);
transportContract('msw, dockerHandlers', mswHandlers, HANDLER_LIMITS);
transportContract('unix socket', over(unixHost));
transportContract('tcp', over(tcpHost));
transportContract('tls', overTls);
transportContract('live, over tls', proxiedTls);
transportContract('live, between two unix sockets', proxied);
