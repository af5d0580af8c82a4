// A Docker Engine in a browser's page: msw's worker hands it what the page asks of /v1.51, fetch and WebSocket alike.
// Bundle it for a browser, and put msw's mockServiceWorker.js beside it (`npx msw init`).
import { createEngine } from 'dockless';
import { dockerHandlers } from 'dockless/msw';
import { setupWorker } from 'msw/browser';

const engine = createEngine({
  images: ['busybox'],
  containers: [{ name: 'cat', image: 'busybox', command: ['cat'], config: { OpenStdin: true } }],
});
const element = (id: string) => document.getElementById(id) as HTMLElement;

function ask(method: string, path: string, body?: object): Promise<Response> {
  const json = { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return fetch(`/v1.51${path}`, { method, ...(body && json) });
}

async function showContainers(): Promise<void> {
  const containers = await (await ask('GET', '/containers/json?all=1')).json();
  element('containers').replaceChildren(
    ...containers.map(({ Names, Status }: { Names: string[]; Status: string }) => {
      const item = document.createElement('li');
      item.textContent = `${Names[0]}: ${Status}`;
      return item;
    }),
  );
}

/** Runs a command to its end: an hour of sleep is over at once, on the engine's clock. */
async function run(command: string): Promise<string> {
  const config = { Image: 'busybox', Cmd: ['sh', '-c', command], Tty: true };
  const created = await ask('POST', '/containers/create', config);
  const { Id, message } = await created.json();
  if (!created.ok) return message;
  await ask('POST', `/containers/${Id}/start`);
  const { StatusCode } = await (await ask('POST', `/containers/${Id}/wait`)).json();
  const logs = await (await ask('GET', `/containers/${Id}/logs?stdout=1`)).text();
  return `${logs}exit code ${StatusCode}`;
}

function onSubmit(id: string, act: (text: string) => unknown): void {
  element(id).addEventListener('submit', event => {
    event.preventDefault();
    const [[, text] = []] = new FormData(event.target as HTMLFormElement);
    act(String(text));
  });
}
async function main(): Promise<void> {
  await setupWorker(...dockerHandlers(engine)).start({ quiet: true });
  const query = 'stream=1&stdin=1&stdout=1';
  const attached = new WebSocket(`ws://${location.host}/v1.51/containers/cat/attach/ws?${query}`);
  attached.binaryType = 'arraybuffer';
  attached.addEventListener('message', ({ data }) => {
    element('echo').textContent += new TextDecoder().decode(data);
  });
  onSubmit('run', async command => {
    element('result').textContent = await run(command);
    await showContainers();
  });
  onSubmit('type', line => attached.send(new TextEncoder().encode(`${line}\n`)));
  element('version').textContent = (await (await ask('GET', '/version')).json()).Version;
  await showContainers();
}

// Not awaited: msw waits for the page's load event, and the page for this module.
void main();
