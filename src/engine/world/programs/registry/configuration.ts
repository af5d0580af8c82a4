import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { readFile } from '../input.ts';
import { decodeText } from '../text.ts';

/** What a registry was told, as far as it is simulated. Plain data. */
export interface Configuration {
  /** `::` for all addresses. */
  readonly address: string;
  readonly port: number;
  /** Where `docker/registry/v2` lies. */
  readonly root: string;
  readonly deletes: boolean;
  /** Registry 3 pages lists of tags. */
  readonly pagesTags: boolean;
  /** What the configuration adds to each answer. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
}

/** What would change the answers, and is not simulated. */
const UNSIMULATED =
  /^(auth|http\.tls|proxy|storage\.(s3|gcs|azure|swift|oss)|notifications|middleware|redis)\b/;

/** A configuration file, and the environment over it: REGISTRY_HTTP_ADDR is `http.addr`. */
export function* readConfiguration(
  path: string,
  env: Readonly<Record<string, string>>,
): Sys<Configuration | { readonly problem: string }> {
  const content = yield* outcome(readFile(path));
  if (content instanceof Errno) return { problem: `open ${path}: ${content.message.toLowerCase()}` };
  const settings = settingsOf(decodeText(content));
  for (const [name, value] of Object.entries(env)) {
    const key = /^REGISTRY_(.+)$/.exec(name)?.[1];
    if (key !== undefined) settings.set(key.toLowerCase().replaceAll('_', '.'), value);
  }
  const unknown = [...settings.keys()].find(key => UNSIMULATED.test(key));
  if (unknown !== undefined) {
    yield* sys.unsimulated(`registry with ${unknown}`);
    return { problem: `dockless does not simulate a registry with ${unknown}` };
  }
  const addr = settings.get('http.addr') ?? ':5000';
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(addr) ?? [];
  if (port === '') return { problem: `address ${addr}: missing port in address` };
  return {
    address: host === '' ? '::' : host === 'localhost' ? '127.0.0.1' : host,
    port: Number(port),
    root: `${settings.get('storage.filesystem.rootdirectory') ?? '/var/lib/registry'}/docker/registry/v2`,
    deletes: settings.get('storage.delete.enabled') === 'true',
    pagesTags: path.startsWith('/etc/distribution/'),
    headers: [...settings]
      .filter(([key]) => key.startsWith('http.headers.'))
      .map(([key, value]) => [headerName(key.slice('http.headers.'.length)), value] as const),
  };
}

/** The settings of a YAML file made of maps, scalars and lists in brackets, as `http.addr`. */
function settingsOf(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  const path: Array<{ readonly indent: number; readonly key: string }> = [];
  for (const line of text.split('\n')) {
    const [, spaces = '', key, value = ''] = /^( *)([\w-]+): *(.*?) *$/.exec(line) ?? [];
    if (key === undefined) continue;
    while ((path.at(-1)?.indent ?? -1) >= spaces.length) path.pop();
    path.push({ indent: spaces.length, key });
    if (value === '') continue;
    const plain = value.replace(/^\[(.*)\]$/, '$1').replace(/^(["'])(.*)\1$/, '$2');
    settings.set(path.map(part => part.key.toLowerCase()).join('.'), plain);
  }
  return settings;
}

const headerName = (key: string) => key.replace(/(^|-)[a-z]/g, letter => letter.toUpperCase());
