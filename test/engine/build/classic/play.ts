import { pack } from 'tar-stream';
import type { BuildCase } from './build-case.ts';

/** Asks a daemon, whichever it is; the whole answer at once. */
export type Ask = (
  method: string,
  target: string,
  body?: Uint8Array,
  contentType?: string,
) => Promise<{ status: number; body: Uint8Array }>;

/** What a build left, with what changes from run to run named in the order of its appearance. */
export interface BuildOutcome {
  readonly status: number;
  /** Its messages: the streams joined, since who reads a pipe when is a matter of luck. */
  readonly answer: unknown;
  /** Containers that the build left behind, by their commands. */
  readonly containers: readonly string[];
  readonly image?: unknown;
  readonly history?: unknown;
  readonly runs?: unknown;
  readonly events?: readonly string[];
}

const utf8 = new TextDecoder();
const MTIME = new Date('2024-01-02T03:04:05Z');

/** Builds a case after what it needs, and cleans up after it. */
export async function playCase(ask: Ask, { name, before = [], ...build }: BuildCase): Promise<BuildOutcome> {
  const known = await imageIds(ask);
  for (const earlier of before) await post(ask, earlier);
  const since = await now(ask);
  const { status, body } = await post(ask, { ...build, query: { t: 'built', ...build.query } });
  const until = await now(ask);
  const events = await eventsOf(ask, since, until);
  const containers = await json(ask, '/containers/json?all=1');
  const outcome = {
    status,
    answer: joinStreams(utf8.decode(body)),
    containers: containers.map(({ Command, State }: Json) => `${State}: ${Command}`).reverse(),
    ...(await imageOf(ask)),
    ...(build.run && { runs: await Promise.all(build.run.map(command => run(ask, command))) }),
    events,
  };
  for (const { Id } of containers) await ask('DELETE', `/v1.51/containers/${Id}?force=1&v=1`);
  await removeImages(ask, known);
  return bindIds(outcome) as BuildOutcome;
}

// biome-ignore lint/suspicious/noExplicitAny: documents of the API
type Json = any;

async function json(ask: Ask, path: string): Promise<Json> {
  const { body } = await ask('GET', `/v1.51${path}`);
  return JSON.parse(utf8.decode(body));
}

async function post(ask: Ask, { files, query = {}, apiVersion = '1.51', body }: Omit<BuildCase, 'name'>) {
  const parameters = new URLSearchParams();
  for (const [key, values] of Object.entries(query)) {
    for (const value of [values].flat()) parameters.append(key, value);
  }
  const bytes = body === undefined ? await archiveOf(files) : new TextEncoder().encode(body);
  return ask('POST', `/v${apiVersion}/build?${parameters}`, bytes, 'application/x-tar');
}

/** As the docker CLI packs a context: everything is root's. */
async function archiveOf(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const archive = pack();
  const owner = { uid: 0, gid: 0, mtime: MTIME };
  for (const [name, content] of Object.entries(files)) {
    const [, linkname] = /^-> (.*)$/.exec(content) ?? [];
    if (name.endsWith('/')) archive.entry({ name, type: 'directory', mode: 0o755, ...owner });
    else if (linkname !== undefined)
      archive.entry({ name, type: 'symlink', linkname, mode: 0o777, ...owner });
    else archive.entry({ name, mode: 0o644, ...owner }, bytesOf(content));
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function bytesOf(content: string): Buffer {
  const [, base64] = /^base64:(.*)$/.exec(content) ?? [];
  return base64 === undefined ? Buffer.from(content) : Buffer.from(base64, 'base64');
}

function joinStreams(text: string): Json {
  if (!text.startsWith('{')) return text;
  const messages: Json[] = [];
  for (const line of text.split('\n').filter(part => part !== '')) {
    const message = JSON.parse(line);
    const last = messages.at(-1);
    if (last?.stream !== undefined && message.stream !== undefined) last.stream += message.stream;
    else messages.push(message);
  }
  return messages.map(message => (message.stream === undefined ? message : message.stream.split('\n')));
}

async function imageOf(ask: Ask): Promise<{ image?: unknown; history?: unknown }> {
  const image = await json(ask, '/images/built/json');
  if (image.Id === undefined) return {};
  const history = await json(ask, '/images/built/history');
  const base = await json(ask, '/images/busybox/history');
  const made = history.slice(0, history.length - (image.RootFS.Layers?.length > 0 ? base.length : 0));
  return {
    image: { Author: image.Author, Config: image.Config, Parent: image.Parent },
    history: made.map(({ Comment, CreatedBy, Size }: Json) => ({ Comment, CreatedBy, Size })),
  };
}

async function run(ask: Ask, command: readonly string[]): Promise<string> {
  const config = new TextEncoder().encode(JSON.stringify({ Image: 'built', Cmd: command, Tty: true }));
  const { body } = await ask('POST', '/v1.51/containers/create', config, 'application/json');
  const { Id } = JSON.parse(utf8.decode(body));
  await ask('POST', `/v1.51/containers/${Id}/start`);
  await ask('POST', `/v1.51/containers/${Id}/wait`);
  const { body: log } = await ask('GET', `/v1.51/containers/${Id}/logs?stdout=1&stderr=1`);
  await ask('DELETE', `/v1.51/containers/${Id}?force=1`);
  return utf8.decode(log);
}

async function now(ask: Ask): Promise<string> {
  const { SystemTime } = await json(ask, '/info');
  const [, seconds, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(SystemTime) as RegExpExecArray;
  return `${Date.parse(`${seconds}Z`) / 1000}.${fraction.padEnd(9, '0')}`;
}

async function eventsOf(ask: Ask, since: string, until: string): Promise<string[]> {
  const query = new URLSearchParams({ since, until });
  const { body } = await ask('GET', `/v1.51/events?${query}`);
  const lines = utf8.decode(body).split('\n');
  const events = lines.filter(line => line !== '').map(line => JSON.parse(line));
  // Networks and volumes come and go beside the containers.
  return events
    .filter(({ Type }: Json) => Type === 'image' || Type === 'container')
    .map(({ Type, Action, Actor }: Json) => `${Type} ${Action} ${Actor.ID}`);
}

async function imageIds(ask: Ask): Promise<Set<string>> {
  const images = await json(ask, '/images/json?all=1');
  return new Set(images.map(({ Id }: Json) => Id));
}

async function removeImages(ask: Ask, known: ReadonlySet<string>): Promise<void> {
  for (const name of ['built', 'case-two', 'case-two:one', 'onbuild-base', 'cache-source']) {
    await ask('DELETE', `/v1.51/images/${name}?force=1`);
  }
  for (let round = 0; round < 20; round += 1) {
    const left = [...(await imageIds(ask))].filter(id => !known.has(id));
    if (left.length === 0) return;
    for (const id of left) await ask('DELETE', `/v1.51/images/${id}?force=1`);
  }
}

/** Ids become `<1>`, `<2>`, ...; the hash of a copied file stays, since it comes from the context alone. */
function bindIds(outcome: object): unknown {
  const bound = new Map<string, string>();
  const text = JSON.stringify(outcome).replace(
    /(?:sha256:)?\b(?<!(?:file|dir|multi|"):)([0-9a-f]{12})(?:[0-9a-f]{52})?\b/g,
    (_, short) => {
      if (!bound.has(short)) bound.set(short, `<${bound.size + 1}>`);
      return bound.get(short) as string;
    },
  );
  return JSON.parse(text);
}
