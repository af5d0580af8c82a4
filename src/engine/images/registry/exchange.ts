import { concatBytes } from '../../../support/concat-bytes.ts';
import type { HostConnection } from '../../world/process/host-connections.ts';
import { bodyProgress, takeBody } from '../../world/programs/http/body-reader.ts';

export interface RegistryRequest {
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** A stream is sent in chunks. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
}

export interface RegistryResponse {
  readonly status: number;
  readonly reason: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** To be read to its end, or given up: both close the connection. */
  readonly body: AsyncGenerator<Uint8Array, void>;
}

/** What came was no HTTP, or less of it than was announced; in Go's words. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
}

const LONGEST_HEAD = 1 << 20;
const encoder = new TextEncoder();

/** One request on a connection of its own. */
export async function exchange(
  connection: HostConnection,
  host: string,
  request: RegistryRequest,
): Promise<RegistryResponse> {
  try {
    await send(connection, host, request);
    const input = new Input(connection);
    for (;;) {
      const head = await readHead(input);
      if (head.status >= 200) return { ...head, body: readBody(connection, input, head, request.method) };
    }
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

async function send(
  connection: HostConnection,
  host: string,
  { method, target, headers = {}, body }: RegistryRequest,
): Promise<void> {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, `User-Agent: docker/28.5.2`];
  for (const [name, value] of Object.entries(headers)) {
    for (const each of typeof value === 'string' ? [value] : value) lines.push(`${name}: ${each}`);
  }
  if (body instanceof Uint8Array) lines.push(`Content-Length: ${body.length}`);
  else if (body !== undefined) lines.push('Transfer-Encoding: chunked');
  else if (method === 'POST' || method === 'PUT') lines.push('Content-Length: 0');
  lines.push('Connection: close', '', '');
  await connection.write(encoder.encode(lines.join('\r\n')));
  if (body instanceof Uint8Array) {
    if (body.length > 0) await connection.write(body);
    return;
  }
  if (body === undefined) return;
  for await (const piece of body) {
    if (piece.length === 0) continue;
    const framed = [encoder.encode(`${piece.length.toString(16)}\r\n`), piece, encoder.encode('\r\n')];
    // Who hangs up has answered, or will be found to have not.
    if (!(await connection.write(concatBytes(framed)))) return;
  }
  await connection.write(encoder.encode('0\r\n\r\n'));
}

/** What came and was not looked at yet. */
class Input {
  readonly #connection: HostConnection;
  bytes: Uint8Array = new Uint8Array(0);

  constructor(connection: HostConnection) {
    this.#connection = connection;
  }

  /** Waits for more; false at the end. */
  async more(): Promise<boolean> {
    const data = await this.#connection.read();
    if (data === undefined) return false;
    this.bytes = this.bytes.length === 0 ? data : concatBytes([this.bytes, data]);
    return true;
  }
}

type Head = Omit<RegistryResponse, 'body'>;

async function readHead(input: Input): Promise<Head> {
  for (;;) {
    const text = new TextDecoder('latin1').decode(input.bytes);
    const end = text.indexOf('\r\n\r\n');
    if (end >= 0) {
      input.bytes = input.bytes.subarray(end + 4);
      return parseHead(text.slice(0, end));
    }
    if (text.length > LONGEST_HEAD)
      throw new TransportError('net/http: server response headers exceeded 1048576 bytes; aborted');
    if (!(await input.more())) throw new TransportError(text === '' ? 'EOF' : 'unexpected EOF');
  }
}

function parseHead(text: string): Head {
  const [line = '', ...fields] = text.split('\r\n');
  const [, status, reason = ''] = /^HTTP\/\d\.\d (\d{3}) ?(.*)$/.exec(line) ?? [];
  if (status === undefined) {
    throw new TransportError(
      `net/http: HTTP/1.x transport connection broken: malformed HTTP response ${JSON.stringify(line)}`,
    );
  }
  const headers = new Map<string, string>();
  for (const field of fields) {
    const colon = field.indexOf(':');
    if (colon > 0) headers.set(field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim());
  }
  return { status: Number(status), reason, headers };
}

async function* readBody(
  connection: HostConnection,
  input: Input,
  { status, headers }: Head,
  method: string,
): AsyncGenerator<Uint8Array, void> {
  try {
    if (method === 'HEAD' || status === 204 || status === 304) return;
    const length = headers.get('content-length');
    const isChunked = /chunked/i.test(headers.get('transfer-encoding') ?? '');
    if (!isChunked && length === undefined) {
      do {
        if (input.bytes.length > 0) yield input.bytes;
        input.bytes = new Uint8Array(0);
      } while (await input.more());
      return;
    }
    let progress = bodyProgress(isChunked ? undefined : Number(length));
    while (progress.left !== 'over') {
      const piece = takeBody(progress, input.bytes);
      if (piece === undefined) {
        if (!(await input.more())) throw new TransportError('unexpected EOF');
        continue;
      }
      if ('problem' in piece) throw new TransportError('invalid byte in chunk length');
      input.bytes = input.bytes.subarray(piece.taken);
      progress = piece.next;
      if (piece.data.length > 0) yield piece.data;
    }
  } finally {
    connection.destroy();
  }
}
