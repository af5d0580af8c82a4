import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net, { Socket } from 'node:net';
import tls from 'node:tls';
import {
  completeConnection,
  MemorySocket,
  memorySocketPair,
  morphIntoMemorySocket,
} from '../memory-socket.ts';
import type { Dialled } from './target.ts';

/** Takes the server's end of a connection to `dialled`; undefined where the connection is none of ours. */
export type Accept = (dialled: Dialled) => ((server: MemorySocket, client: Socket) => void) | undefined;

type Callback = (() => void) | undefined;
type AnyFunction = (this: unknown, ...args: never[]) => unknown;

/** Replaces `owner[key]` until the restoration. */
type Patch = (owner: object, key: string, make: (original: AnyFunction) => AnyFunction) => void;

/** The client's end of a connection in memory, or undefined where it has to be a real one. */
type Dial = (dialled: Dialled, secure: boolean) => Socket | undefined;

/**
 * Patches the functions by which Node's clients dial (http and https agents, net.connect, Socket.connect, tls.connect),
 * so that `accept` is asked first. Everything it does not want goes the usual way. Returns the restoration.
 */
export function patchDialling(accept: Accept): () => void {
  const undo: Array<() => void> = [];
  let active = true;
  const ask: Accept = dialled => (active ? accept(dialled) : undefined);
  const patch: Patch = (owner, key, make) => {
    const functions = owner as Record<string, AnyFunction>;
    const original = functions[key] as AnyFunction;
    const patched = make(original);
    functions[key] = patched;
    undo.push(() => {
      // Somebody may have patched after us: then ours stays underneath, switched off by `active`.
      if (functions[key] === patched) functions[key] = original;
    });
  };
  const dial: Dial = (dialled, secure) => {
    const take = ask(dialled);
    if (take === undefined) return undefined;
    const { client, server } = memorySocketPair(dialled.allowHalfOpen ?? false);
    if (secure) Object.assign(client, SECURE);
    connectLater(client, server, take, secure);
    return client;
  };
  patchAgents(patch, dial);
  patchConnectFunctions(patch, dial);
  patchSocketConnect(patch, ask);
  syncBuiltinESMExports();
  return () => {
    active = false;
    for (const restore of undo.reverse()) restore();
    syncBuiltinESMExports();
  };
}

function patchAgents(patch: Patch, dial: Dial): void {
  const agents = [
    [http.Agent, false],
    [https.Agent, true],
  ] as const;
  for (const [agent, secure] of agents) {
    patch(
      agent.prototype,
      'createConnection',
      original =>
        function (this: unknown, ...args) {
          return dial(dialledByAgent(args[0]), secure) ?? original.apply(this, args);
        },
    );
  }
}

function patchConnectFunctions(patch: Patch, dial: Dial): void {
  const functions = [
    [net, 'connect', false],
    [net, 'createConnection', false],
    [tls, 'connect', true],
  ] as const;
  for (const [module, name, secure] of functions) {
    patch(
      module,
      name,
      original =>
        function (this: unknown, ...args) {
          const { dialled, callback, onSocket } = readArguments(args);
          const client = onSocket ? undefined : dial(dialled, secure);
          if (client === undefined) return original.apply(this, args);
          if (callback) client.once(secure ? 'secureConnect' : 'connect', callback);
          return client;
        },
    );
  }
}

/** Whoever took net.connect before the patch, or makes a Socket first, ends up here: the socket changes its nature. */
function patchSocketConnect(patch: Patch, ask: Accept): void {
  patch(
    Socket.prototype,
    'connect',
    original =>
      function (this: unknown, ...args) {
        const { dialled, callback } = readArguments(args);
        const client = this as Socket;
        const morphs = !(client instanceof MemorySocket) && !(client instanceof tls.TLSSocket);
        const take = morphs ? ask(dialled) : undefined;
        if (take === undefined) return original.apply(this, args);
        const server = morphIntoMemorySocket(client);
        if (callback) client.once('connect', callback);
        connectLater(client, server, take, false);
        return client;
      },
  );
}

function connectLater(
  client: Socket,
  server: MemorySocket,
  take: (server: MemorySocket, client: Socket) => void,
  secure: boolean,
): void {
  process.nextTick(() => {
    if (client.destroyed) return;
    take(server, client);
    if (!client.destroyed) completeConnection(client, secure);
  });
}

/** What TLS clients ask of a connection before they send their request. */
const SECURE = {
  encrypted: true,
  authorized: true,
  alpnProtocol: false,
  getPeerCertificate: () => ({}),
  getSession: () => undefined,
  isSessionReused: () => false,
  getProtocol: () => 'TLSv1.3',
  getCipher: () => ({ name: 'TLS_AES_128_GCM_SHA256' }),
};

/** The forms of net.connect's arguments: (options), (path), (port, host), and the normalized array of Node's own callers. */
function readArguments(args: readonly unknown[]): {
  dialled: Dialled;
  callback: Callback;
  onSocket: boolean;
} {
  const first = args[0];
  if (Array.isArray(first)) return readArguments(first);
  const callback = args.find(argument => typeof argument === 'function') as Callback;
  if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
    const hostname = typeof args[1] === 'string' ? args[1] : undefined;
    return { dialled: { hostname, port: Number(first) }, callback, onSocket: false };
  }
  if (typeof first === 'string') return { dialled: { path: first }, callback, onSocket: false };
  return {
    dialled: dialledFrom(first),
    callback,
    onSocket: Boolean((first as { socket?: unknown } | null)?.socket),
  };
}

/** As net.connect takes them: a path wins over host and port, which undici gives beside it. */
function dialledFrom(options: unknown): Dialled {
  const { path, host, hostname, port, allowHalfOpen } = (options ?? {}) as Record<string, unknown>;
  const name = host ?? hostname ?? undefined;
  return {
    path: path === undefined || path === null ? undefined : String(path),
    hostname: name === undefined ? undefined : String(name),
    port: port === undefined || port === null ? undefined : Number(port),
    allowHalfOpen: Boolean(allowHalfOpen),
  };
}

/** As an http agent takes them: the request's path is in `path`, unless there is a socket's in `socketPath`. */
function dialledByAgent(options: unknown): Dialled {
  const { socketPath, ...rest } = (options ?? {}) as Record<string, unknown>;
  return dialledFrom({ ...rest, path: socketPath });
}
