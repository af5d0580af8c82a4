import { setupWorker } from 'msw/browser';
import { createEngine } from '../../src/index.ts';
import { dockerHandlers } from '../../src/msw-browser.ts';

/** What the page did, for the test outside of it. */
export interface Seen {
  readonly version: unknown;
  readonly names: string[];
  readonly created: number;
  readonly exitCode: unknown;
  readonly logs: string;
  readonly missing: unknown;
  readonly attached: string;
  readonly closeCode: number;
}

async function ask(method: string, path: string, body?: unknown) {
  const response = await fetch(`/v1.51${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the daemon answers
const json = ({ bytes }: { bytes: Uint8Array }): any => JSON.parse(new TextDecoder().decode(bytes));

async function attach(): Promise<{ attached: string; closeCode: number }> {
  const query = 'stream=1&stdin=1&stdout=1';
  const socket = new WebSocket(`ws://${location.host}/v1.51/containers/cat/attach/ws?${query}`);
  socket.binaryType = 'arraybuffer';
  let attached = '';
  socket.addEventListener('open', () => socket.send(new TextEncoder().encode('from the page\n')));
  socket.addEventListener('message', ({ data }) => {
    attached += new TextDecoder().decode(data);
    if (attached.endsWith('\n')) void ask('POST', '/containers/cat/stop?t=0');
  });
  const { code } = await new Promise<CloseEvent>(resolve => socket.addEventListener('close', resolve));
  return { attached, closeCode: code };
}

async function drive(): Promise<Seen> {
  const engine = createEngine({
    images: ['busybox'],
    containers: [{ name: 'cat', image: 'busybox', command: ['cat'], config: { OpenStdin: true } }],
  });
  await setupWorker(...dockerHandlers(engine)).start({ quiet: true });
  const version = json(await ask('GET', '/version')).Version;
  const names = json(await ask('GET', '/containers/json')).map(({ Names }: { Names: string[] }) => Names[0]);
  const config = { Image: 'busybox', Cmd: ['sh', '-c', 'sleep 3600; echo done; exit 3'], Tty: true };
  const created = await ask('POST', '/containers/create?name=job', config);
  await ask('POST', '/containers/job/start');
  const exitCode = json(await ask('POST', '/containers/job/wait'));
  const logs = new TextDecoder().decode((await ask('GET', '/containers/job/logs?stdout=1')).bytes);
  const missing = json(await ask('GET', '/containers/none/json'));
  return { version, names, created: created.status, exitCode, logs, missing, ...(await attach()) };
}

Object.assign(globalThis, { drive });
