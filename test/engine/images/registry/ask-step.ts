import type { Daemon } from '../../../../src/exchange/exchange.ts';
import { archive, type Step } from './steps.ts';

export async function askBytes(
  daemon: Daemon,
  method: string,
  path: string,
  body: string | Uint8Array = '',
): Promise<{ status: number; text: string }> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const reply = await daemon({
    method,
    target: `/v1.51${path}`,
    headers: [
      ['Host', 'docker'],
      ['Content-Type', typeof body === 'string' ? 'application/json' : 'application/x-tar'],
      ['Content-Length', String(bytes.length)],
      ['X-Registry-Auth', 'e30='],
    ],
    body: (async function* () {
      yield bytes;
    })(),
    signal: new AbortController().signal,
  });
  if ('hijack' in reply) throw new Error(`${method} ${path} was hijacked`);
  const chunks: Uint8Array[] = [];
  if (reply.body instanceof Uint8Array) chunks.push(reply.body);
  else for await (const chunk of reply.body) chunks.push(chunk);
  return { status: reply.status, text: Buffer.concat(chunks).toString() };
}

export async function ask(daemon: Daemon, { method, path, body }: Step) {
  if (path === '/auth') {
    const credentials = { username: 'me', password: 'secret', serveraddress: 'localhost:5000' };
    return await askBytes(daemon, method, path, JSON.stringify(credentials));
  }
  const reply = await askBytes(daemon, method, path, body === undefined ? '' : await archive(body));
  return path === '/images/json' ? { ...reply, text: ownImages(reply.text) } : reply;
}

/** Without the images that the machine had before. */
function ownImages(text: string): string {
  const images: Array<{ RepoTags: string[] }> = JSON.parse(text);
  return JSON.stringify(images.filter(({ RepoTags }) => RepoTags.some(name => name.startsWith('localhost'))));
}
