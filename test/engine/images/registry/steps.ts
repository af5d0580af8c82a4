import { buffer } from 'node:stream/consumers';
import tar from 'tar-stream';

/** A call of the Docker API; `{digest NAME}` in a path is what an earlier step of that name pushed. */
export interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: Record<string, string>;
  readonly name?: string;
}

const call = (method: string, path: string, body?: Record<string, string>): Step => ({
  method,
  path,
  ...(body && { body }),
});
const push = (name: string, query = '') => call('POST', `/images/${name}/push${query}`);
const pull = (name: string, query = '') => call('POST', `/images/create?fromImage=${name}${query}`);
const tag = (name: string, repo: string, as: string) =>
  call('POST', `/images/${name}/tag?repo=${repo}&tag=${as}`);
const remove = (name: string) => call('DELETE', `/images/${name}?force=1`);
const inspect = (name: string) => call('GET', `/distribution/${name}/json`);
const names = call('GET', '/images/json');

/** Against a registry that a container publishes at port 5000, empty at first. */
export const STEPS: readonly Step[] = [
  call('POST', '/images/create?fromSrc=-&repo=localhost:5000/one&tag=1', { 'a.txt': 'a\n' }),
  call('POST', '/build?t=localhost:5000/two:1&version=1', {
    Dockerfile: 'FROM localhost:5000/one:1\nCOPY b.txt /b.txt\nLABEL who=me\n',
    'b.txt': 'b\n',
  }),
  inspect('localhost:5000/one:1'),
  pull('localhost:5000/one', '&tag=1'),
  push('localhost:5000/one', '?tag=1'),
  push('localhost:5000/one', '?tag=1'),
  push('localhost:5000/one', '?tag=nope'),
  push('localhost:5000/nope', '?tag=1'),
  push('localhost:5000/nope'),
  push('localhost:5000/two', '?tag=1'),
  tag('localhost:5000/two:1', 'localhost:5000/two', '2'),
  tag('localhost:5000/two:1', 'localhost:5000/deep/er', 'latest'),
  push('localhost:5000/two'),
  push('localhost:5000/deep/er'),
  push('localhost:5000/two:2'),
  inspect('localhost:5000/one:1'),
  inspect('localhost:5000/two:2'),
  inspect('localhost:5000/two:nope'),
  inspect('localhost:5000/nope'),
  inspect('localhost:5001/nope'),
  inspect('UPPER'),
  inspect('0'.repeat(64)),
  names,
  pull('localhost:5000/one', '&tag=1'),
  remove('localhost:5000/two:1'),
  remove('localhost:5000/two:2'),
  remove('localhost:5000/deep/er'),
  remove('localhost:5000/one:1'),
  names,
  pull('localhost:5000/two', '&tag=1'),
  pull('localhost:5000/two', '&tag=1'),
  pull('localhost:5000/two', '&tag=2'),
  pull('localhost:5000/two'),
  pull('localhost:5000/two', '&tag=1&platform=linux/arm64'),
  pull('localhost:5000/two', '&tag=nope'),
  pull('localhost:5000/nope', '&tag=1'),
  pull('localhost:5000/nope'),
  pull('localhost:5000/one', '&tag=1'),
  names,
  remove('localhost:5000/one:1'),
  call('POST', '/build?t=three&version=1', { Dockerfile: 'FROM localhost:5000/one:1\nLABEL a=b\n' }),
  pull('localhost:5001/one', '&tag=1'),
  pull('localhost/one', '&tag=1'),
  push('localhost:5001/one'),
  tag('three', 'localhost:5001/one', '1'),
  push('localhost:5001/one'),
  tag('three', '127.0.0.1:5000/three', '1'),
  push('127.0.0.1:5000/three', '?tag=1'),
  tag('three', '172.17.0.1:5000/three', '1'),
  push('172.17.0.1:5000/three', '?tag=1'),
  pull('172.17.0.2:5000/three', '&tag=1'),
  pull('172.17.0.2:5999/three', '&tag=1'),
  pull('172.17.0.99:5000/three', '&tag=1'),
  call('POST', '/auth'),
];

/** A tar of files, the same for all. */
export async function archive(files: Record<string, string>): Promise<Buffer> {
  const pack = tar.pack();
  for (const [name, text] of Object.entries(files))
    pack.entry({ name, mode: 0o644, mtime: new Date('2026-01-01T00:00:00Z') }, text);
  pack.finalize();
  return buffer(pack);
}

/** Digests and ids become `D1`, `D2`, ... as they first appear; what depends on the compressor goes. */
export class Normaliser {
  readonly #names = new Map<string, string>();

  of(text: string): string {
    const lines = text
      .split('\r\n')
      .filter(
        line =>
          !/"status":"(Pushing|Downloading|Extracting|Verifying Checksum|Download complete|Waiting)"/.test(
            line,
          ),
      );
    const named = lines
      .join('\n')
      .replace(/\b[0-9a-f]{64}\b|"(id)":"[0-9a-f]{12}"|(?<= )[0-9a-f]{12}\b/g, (whole, id) => {
        const hex = id === undefined ? whole : whole.slice(6, 18);
        const name = this.#name(hex);
        return id === undefined ? name : `"id":"${name}"`;
      })
      .replace(/size: \d+/g, 'size: N')
      .replace(/"(Size|size|Created|SharedSize|VirtualSize)":-?\d+/g, '"$1":N');
    return inOrder(named);
  }

  #name(hex: string): string {
    const known = this.#names.get(hex.slice(0, 12)) ?? `D${this.#names.size + 1}`;
    this.#names.set(hex.slice(0, 12), known);
    return known;
  }
}

/** Layers are pushed at the same time, and tags come as the registry's disk has them. */
function inOrder(text: string): string {
  const lines = text.split('\n');
  if (lines.filter(line => line.includes('"Pulling from')).length > 1) return lines.sort().join('\n');
  const isDone = (line = '') => /"status":"(Pushed|Mounted from|Layer already exists)/.test(line);
  for (let at = 0; at < lines.length; at += 1) {
    let end = at;
    while (isDone(lines[end])) end += 1;
    lines.splice(at, end - at, ...lines.slice(at, end).sort());
    at = Math.max(at, end - 1);
  }
  return lines.join('\n');
}
