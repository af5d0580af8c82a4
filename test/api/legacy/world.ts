import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { type AskOptions, askRaw, JSON_BODY } from '../../fixtures/ask-raw.ts';

/** Profile N: each version as its own release. Profile S: the 0.6 server, whatever version it is asked for. */
export const NATIVE = 'any';
export const SERVER = '0.6.0';
export const VERSIONS = ['1.0', '1.1', '1.2', '1.3', '1.4'] as const;

export interface Seen {
  readonly status: number;
  readonly type: string | undefined;
  readonly headers: readonly string[];
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes
  readonly json: any;
}

/** An engine with busybox, and a client of one version of its API. */
export function legacyWorld(daemon: string, version?: string, engine: Engine = newEngine(daemon)) {
  const served = api(engine);
  const ask = async (method: string, path: string, options: AskOptions = {}): Promise<Seen> => {
    const target = version === undefined ? path : `/v${version}${path}`;
    const { status, headers, body } = await askRaw(served, method, target, options);
    const type = headers.find(header => header.startsWith('Content-Type: '))?.slice('Content-Type: '.length);
    return { status, type, headers, body, json: parsed(body) };
  };
  const post = (path: string, body?: object, headers = JSON_BODY) =>
    ask('POST', path, body === undefined ? {} : { headers, body: JSON.stringify(body) });
  /** Its id, of twelve characters. */
  const create = async (config: object = {}): Promise<string> =>
    (await post('/containers/create', { Image: 'busybox', Cmd: ['sleep', '1000'], ...config })).json.Id;
  const run = async (config: object = {}): Promise<string> => {
    const id = await create(config);
    await ask('POST', `/containers/${id}/start`);
    return id;
  };
  return {
    engine,
    ask,
    post,
    create,
    run,
    get: (path: string) => ask('GET', path),
    /** The same engine for a client of another version. */
    at: (other: string | undefined) => legacyWorld(daemon, other, engine),
  };
}

function newEngine(daemon: string): Engine {
  const engine = createEngine({ daemon, clock: 'manual' });
  pullImage(engine, 'busybox:latest');
  return engine;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export const TEXT = 'text/plain; charset=utf-8';
export const NOT_FOUND_PAGE = '404 page not found\n';
