import { ConfigError, type Directive } from './config.ts';

/** A location: where its files lie, or what it answers. */
export interface Location {
  readonly exact: boolean;
  readonly prefix: string;
  readonly root: string;
  /** The path that stands in the prefix's place. */
  readonly alias: string | undefined;
  readonly index: readonly string[];
  readonly tryFiles: readonly string[];
  readonly answer: { readonly status: number; readonly text: string } | undefined;
  /** By status, the path that is shown instead; `=` and another status are not simulated. */
  readonly errorPages: ReadonlyMap<number, string>;
}

export interface Server {
  readonly ports: readonly number[];
  readonly names: readonly string[];
  readonly locations: readonly Location[];
}

/** What the stand-in does, of a whole configuration. Plain data. */
export interface Site {
  readonly servers: readonly Server[];
  /** Content types by the ending of a name. */
  readonly types: ReadonlyMap<string, string>;
  readonly defaultType: string;
}

/** Directives that make no difference here: performance, logs that go where they go anyway, limits. */
const WITHOUT_EFFECT =
  /^(access_log|aio|charset|client_\w+|daemon|directio|error_log|etag|expires|gzip\w*|http2|include|keepalive_\w+|large_client_header_buffers|log_format|log_not_found|multi_accept|open_file_cache\w*|output_buffers|pid|reset_timedout_connection|resolver\w*|send_timeout|sendfile\w*|server_names_hash\w*|server_tokens|tcp_no\w+|types_hash\w*|use|user|worker_\w+)$/;

/** Reads what a configuration asks for. What the stand-in cannot do is refused aloud rather than left out. */
export function siteOf(directives: readonly Directive[]): Site {
  const http = directives.filter(({ name }) => name === 'http').flatMap(({ block }) => block ?? []);
  check(directives, ['http', 'events', 'load_module']);
  check(http, ['server', 'types', 'default_type', 'root', 'index']);
  const types = new Map<string, string>();
  for (const { block = [] } of http.filter(({ name }) => name === 'types')) {
    for (const { name, words } of block) for (const ending of words) types.set(ending, name);
  }
  const servers = http.filter(({ name }) => name === 'server').map(({ block = [] }) => serverOf(block, http));
  return { servers, types, defaultType: lastWord(http, 'default_type') ?? 'text/plain' };
}

function check(directives: readonly Directive[], known: readonly string[]): void {
  for (const { name, file, line } of directives) {
    if (known.includes(name) || WITHOUT_EFFECT.test(name)) continue;
    throw new ConfigError(`dockless does not simulate the directive "${name}" in ${file}:${line}`);
  }
}

const all = (block: readonly Directive[], wanted: string) => block.filter(({ name }) => name === wanted);
const lastWord = (block: readonly Directive[], wanted: string) => all(block, wanted).at(-1)?.words[0];

function serverOf(block: readonly Directive[], http: readonly Directive[]): Server {
  check(block, ['listen', 'server_name', 'location', 'root', 'index', 'return', 'try_files', 'error_page']);
  const listens = all(block, 'listen').map(({ words }) => Number((words[0] ?? '80').split(':').at(-1)) || 80);
  const inherited: Location = {
    ...{
      exact: false,
      prefix: '/',
      alias: undefined,
      tryFiles: [],
      answer: undefined,
      errorPages: new Map(),
    },
    root: lastWord(http, 'root') ?? '/etc/nginx/html',
    index: all(http, 'index').at(-1)?.words ?? ['index.html'],
  };
  const whole = locationOf(inherited, block);
  const locations = all(block, 'location').map(({ words, block: inner = [], file, line }) => {
    check(inner, ['root', 'alias', 'index', 'return', 'try_files', 'error_page']);
    const [first = '/', second] = words;
    if (first.startsWith('~') || first.startsWith('@')) {
      throw new ConfigError(
        `dockless does not simulate the location "${words.join(' ')}" in ${file}:${line}`,
      );
    }
    const exact = first === '=';
    return locationOf({ ...whole, exact, prefix: second ?? first }, inner);
  });
  return {
    ports: [...new Set(listens.length === 0 ? [80] : listens)],
    names: all(block, 'server_name').flatMap(({ words }) => words),
    locations: whole.answer === undefined ? [...locations, whole] : [whole],
  };
}

function locationOf(outer: Location, block: readonly Directive[]): Location {
  const answer = all(block, 'return')[0]?.words;
  return {
    ...outer,
    root: lastWord(block, 'root') ?? outer.root,
    alias: lastWord(block, 'alias'),
    index: all(block, 'index').at(-1)?.words ?? outer.index,
    tryFiles: all(block, 'try_files').at(-1)?.words ?? outer.tryFiles,
    errorPages: errorPagesOf(outer, block),
    answer: answer && { status: Number(answer[0]), text: answer[1] ?? '' },
  };
}

function errorPagesOf(outer: Location, block: readonly Directive[]): ReadonlyMap<number, string> {
  const pages = all(block, 'error_page');
  if (pages.length === 0) return outer.errorPages;
  const path = (words: readonly string[]) => words.at(-1) ?? '';
  return new Map(
    pages.flatMap(({ words }) => words.slice(0, -1).map(status => [Number(status), path(words)])),
  );
}

/** The server for a request: by its name, else the first on the port. */
export function serverFor({ servers }: Site, port: number, host: string): Server | undefined {
  const here = servers.filter(({ ports }) => ports.includes(port));
  return here.find(({ names }) => names.includes(host.split(':')[0] ?? '')) ?? here[0];
}

/** An exact location, else the one with the longest prefix. */
export function locationFor({ locations }: Server, path: string): Location | undefined {
  const exact = locations.find(location => location.exact && location.prefix === path);
  const fitting = locations.filter(location => !location.exact && path.startsWith(location.prefix));
  return exact ?? fitting.sort((a, b) => b.prefix.length - a.prefix.length)[0];
}
