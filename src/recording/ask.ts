import { type Daemon, isHijack } from '../exchange/exchange.ts';

/** One GET whose answer is JSON. Throws Docker's own sentence where the status says that it failed. */
export async function askJson<T>(daemon: Daemon, target: string): Promise<T> {
  const { status, body } = await ask(daemon, target);
  const text = new TextDecoder().decode(body);
  if (status >= 400) throw new Error(`GET ${target}: ${messageOf(text) ?? `status ${status}`}`);
  return JSON.parse(text) as T;
}

/** One GET whose answer is anything. Throws as `askJson` does. */
export async function askBytes(daemon: Daemon, target: string): Promise<Uint8Array> {
  const { status, body } = await ask(daemon, target);
  if (status < 400) return body;
  throw new Error(`GET ${target}: ${messageOf(new TextDecoder().decode(body)) ?? `status ${status}`}`);
}

async function ask(daemon: Daemon, target: string): Promise<{ status: number; body: Uint8Array }> {
  const reply = await daemon({
    method: 'GET',
    target,
    headers: [['Host', 'docker']],
    body: (async function* () {})(),
    signal: new AbortController().signal,
  });
  if (isHijack(reply)) throw new Error(`GET ${target} was answered by a hijack`);
  const chunks: Uint8Array[] = [];
  if (reply.body instanceof Uint8Array) chunks.push(reply.body);
  else for await (const chunk of reply.body) chunks.push(chunk);
  return { status: reply.status, body: Buffer.concat(chunks) };
}

function messageOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { message?: string }).message;
  } catch {
    return undefined;
  }
}
