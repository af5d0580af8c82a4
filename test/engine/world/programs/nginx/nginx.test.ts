import { expect, test } from 'vitest';
import { runningWorld } from '../../../../fixtures/running-world.ts';
import recorded from './recorded.json' with { type: 'json' };
import { FILES, normalise } from './requests.ts';

/** The configuration that the recorded nginx had, where it matters. */
const CONFIG = `events { worker_connections 64; }
http {
  types { text/html html htm shtml; text/css css; application/javascript js; text/plain txt; application/json json; }
  default_type application/octet-stream;
  server { listen 80; server_name localhost; location / { root /site; index index.html index.htm; } }
}
`;

async function web(files: Readonly<Record<string, string>>, config?: string) {
  const world = runningWorld();
  world.engine.image('web', {
    from: 'nginx',
    env: { NGINX_VERSION: '1.22.1' },
    files: {
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`/site/${path}`, text])),
      ...(config === undefined ? {} : { '/etc/nginx/nginx.conf': config }),
    },
  });
  await world.pull('busybox');
  await world.start('web', { Image: 'web' });
  if (config?.includes('proxy_pass')) return { world, ask: async () => '' };
  await world.start('client', {
    Image: 'busybox',
    Cmd: ['sleep', '9999'],
    HostConfig: { NetworkMode: 'container:web' },
  });
  const ask = async (request: string) =>
    (await world.exec('client', ['sh', '-c', 'printf %s "$1" | nc localhost 80', 'sh', request])).output;
  return { world, ask };
}

test('what the real nginx answers', async () => {
  const { ask } = await web(FILES, CONFIG);
  const replies = [];
  for (const { request } of recorded) replies.push({ request, reply: normalise(await ask(request)) });
  expect(replies).toEqual(recorded);
});

test('the page it comes with, its log and its end', async () => {
  const { world, ask } = await web({});
  expect(await ask('GET / HTTP/1.0\r\n\r\n')).toContain('<title>Welcome to nginx!</title>');
  const copy = runningWorld({}, world.engine.fork());
  const asked = await copy.exec('client', [
    'sh',
    '-c',
    'printf "GET / HTTP/1.0\\r\\n\\r\\n" | nc localhost 80',
  ]);
  expect(asked.output).toContain('<title>Welcome to nginx!</title>');
  const log = await world.logs('web');
  expect(log).toMatch(/ready for start up\n.*\[notice\] 1#1: start worker processes\n/s);
  expect(log).toMatch(/127\.0\.0\.1 - - \[.{26}\] "GET \/ HTTP\/1\.0" 200 \d+ "-" "-" "-"\n/);
  await world.call('POST', '/containers/web/stop');
  expect(await world.state('web')).toMatchObject({ Status: 'exited', ExitCode: 0 });
});

test("a page of one's own for what is not there, and a path that leads to the only page", async () => {
  const config = `http { server {
    root /site;
    error_page 404 /404.html;
    location /app/ { try_files $uri /app/index.html; }
    location = /health { return 200 "ok"; }
    location /old { return 301 /new; }
  } }`;
  const { ask } = await web({ '404.html': 'lost', 'app/index.html': 'app', 'app/a.js': 'a' }, config);
  const get = async (path: string) => {
    const [head = '', body] = (await ask(`GET ${path} HTTP/1.0\r\nHost: h\r\n\r\n`)).split('\r\n\r\n');
    return [head.split('\r\n')[0], /Location: .*/.exec(head)?.[0] ?? body];
  };
  expect(await get('/nothing')).toEqual(['HTTP/1.1 404 Not Found', 'lost']);
  expect(await get('/app/some/route')).toEqual(['HTTP/1.1 200 OK', 'app']);
  expect(await get('/app/a.js')).toEqual(['HTTP/1.1 200 OK', 'a']);
  expect(await get('/health')).toEqual(['HTTP/1.1 200 OK', 'ok']);
  expect(await get('/old')).toEqual(['HTTP/1.1 301 Moved Permanently', 'Location: http://h/new']);
});

test('what it cannot do is refused at the start', async () => {
  const { world } = await web({}, 'http { server {\n location / { proxy_pass http://app; } } }');
  expect(await world.state('web')).toMatchObject({ Status: 'exited', ExitCode: 1 });
  expect(await world.logs('web')).toContain(
    'nginx: [emerg] dockless does not simulate the directive "proxy_pass" in /etc/nginx/nginx.conf:2\n',
  );
});
