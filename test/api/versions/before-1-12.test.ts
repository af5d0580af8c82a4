import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { stdFrame, unframer } from '../../../src/api/wire/stdcopy.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { pullImage } from '../../../src/engine/images/pull.ts';
import { askRaw, JSON_BODY } from '../../fixtures/ask-raw.ts';

// What dockerd 1.6.2's source (api/server/server.go, daemon/container.go, image/image.go, utils/streamformatter.go) and
// the published documents (moby api/docs/v1.5.md to v1.11.md) say of 1.5 to 1.11.

async function world() {
  const engine = createEngine({ daemon: '1.6' });
  pullImage(engine, 'busybox:latest');
  const daemon = api(engine);
  const ask = async (method: string, target: string, body?: object) => {
    const options = body === undefined ? {} : { headers: JSON_BODY, body: JSON.stringify(body) };
    const answer = await askRaw(daemon, method, target, options);
    return { ...answer, json: /^[[{]/.test(answer.body) ? JSON.parse(answer.body) : undefined };
  };
  const run = async (name: string, body: object) => {
    const { json } = await ask('POST', `/v1.18/containers/create?name=${name}`, {
      Image: 'busybox',
      ...body,
    });
    await ask('POST', `/v1.18/containers/${name}/start`);
    return json.Id as string;
  };
  return { engine, daemon, ask, run };
}

test('1.12: a container is inspected as it was stored, with its host configuration', async () => {
  const { ask, run } = await world();
  const id = await run('web', { Cmd: ['true'] });
  const { json: old } = await ask('GET', '/v1.11/containers/web/json');
  expect(Object.keys(old).slice(0, 9).join(' ')).toBe(
    'State ID Created Path Args Config Image NetworkSettings ResolvConfPath',
  );
  expect([old.ID, old.Id, old.Image.length, 'HostConfig' in old]).toEqual([id, undefined, 64, true]);
  expect('Status' in old.State).toBe(false);
  expect((await ask('GET', '/v1.12/containers/web/json')).json.Id).toBe(id);
});

test('1.12: an image is inspected as it was stored', async () => {
  const { ask } = await world();
  const { json: old } = await ask('GET', '/v1.11/images/busybox/json');
  expect(old.id).toMatch(/^[0-9a-f]{64}$/);
  expect(['container_config' in old, 'os' in old, 'Size' in old, 'Id' in old]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect('Id' in (await ask('GET', '/v1.12/images/busybox/json')).json).toBe(true);
});

test('1.8: a build is told as JSON, before as text', async () => {
  const { daemon } = await world();
  const headers = [['Content-Type', 'application/tar']] as const;
  const build = async (version: string, lines: string) => {
    const tar = pack();
    tar.entry({ name: 'Dockerfile' }, lines);
    tar.finalize();
    let body = '';
    for await (const chunk of tar as AsyncIterable<Uint8Array>) body += new TextDecoder().decode(chunk);
    return askRaw(daemon, 'POST', `/v${version}/build`, { headers, body });
  };
  const old = await build('1.7', 'FROM busybox\nENV A=b\n');
  expect(old.headers).toContain('Content-Type: text/plain; charset=utf-8');
  expect(old.body).toMatch(/^Step 0 : FROM busybox\n\r ---> [0-9a-f]{12}\n\r/);
  expect(old.body).toMatch(/Successfully built [0-9a-f]{12}\n\r$/);
  expect((await build('1.8', 'FROM busybox\n')).body).toMatch(/^\{"stream":"Step /);
  expect((await build('1.7', 'FROM busybox\nRUN false\n')).body).toMatch(/Error: The command .*\r\n$/);
});

test('1.7: an image with two names is one entry, before it was two', async () => {
  const { ask, engine } = await world();
  await ask('POST', '/v1.18/images/busybox/tag?repo=registry:5000/box&tag=two');
  const { json: recent } = await ask('GET', '/v1.7/images/json');
  expect(recent.map(({ RepoTags }: { RepoTags: string[] }) => RepoTags.length)).toEqual([2]);
  const { json: old } = await ask('GET', '/v1.6/images/json');
  expect(Object.keys(old[0]).join(' ')).toBe('Created Id Repository Size Tag VirtualSize');
  expect(old.map((row: Record<string, string>) => `${row.Repository} ${row.Tag}`).sort()).toEqual([
    'busybox latest',
    'registry:5000/box two',
  ]);
  expect(engine.unsimulated()).toEqual({});
});

test('1.6: outputs in frames, before in one stream', async () => {
  const { ask, run } = await world();
  await run('talk', { Cmd: ['sh', '-c', 'echo out; echo err >&2'] });
  await ask('POST', '/v1.18/containers/talk/wait');
  const logs = async (version: string) =>
    (await ask('GET', `/v${version}/containers/talk/logs?stdout=1&stderr=1`)).body;
  expect(await logs('1.5')).toBe('out\nerr\n');
  expect(await logs('1.6')).toContain('\u0000\u0004out\n');
  const attach = async (version: string) =>
    (await ask('POST', `/v${version}/containers/talk/attach?logs=1&stdout=1&stderr=1`)).body;
  expect(await attach('1.5')).toBe('out\nerr\n');
  expect(await attach('1.6')).toContain('\u0000\u0004err\n');
  await run('terminal', { Cmd: ['echo', 'hello'], Tty: true });
  await ask('POST', '/v1.18/containers/terminal/wait');
  expect((await ask('GET', '/v1.5/containers/terminal/logs?stdout=1')).body).toBe('hello\r\n');
});

test('frames that come cut anywhere give their content', () => {
  const utf8 = new TextEncoder();
  const bytes = [...stdFrame('stdout', utf8.encode('hello')), ...stdFrame('stderr', utf8.encode('you'))];
  for (let size = 1; size <= bytes.length; size += 1) {
    const contentOf = unframer();
    let text = '';
    for (let at = 0; at < bytes.length; at += size) {
      text += new TextDecoder().decode(contentOf(Uint8Array.from(bytes.slice(at, at + size))));
    }
    expect(text).toBe('helloyou');
  }
});

test('1.5: ports are a list, before a text', async () => {
  const { ask, run } = await world();
  const ports = {
    '80/tcp': [{ HostPort: '80' }],
    '81/tcp': [{ HostPort: '81' }],
    '90/tcp': [{ HostPort: '9' }],
  };
  await run('open', {
    Cmd: ['sleep', '1000'],
    ExposedPorts: { '80/tcp': {}, '81/tcp': {}, '90/tcp': {}, '100/udp': {} },
    HostConfig: { PortBindings: ports },
  });
  const [recent] = (await ask('GET', '/v1.5/containers/json')).json;
  expect(recent.Ports.length).toBeGreaterThan(3);
  const [old] = (await ask('GET', '/v1.4/containers/json')).json;
  expect(old.Ports.split(', ').sort()).toEqual(['0.0.0.0:80-81->80-81/tcp', '0.0.0.0:9->90/tcp', '100/udp']);
});

test('1.4 and 1.3: what 1.6.2 refused of older ones', async () => {
  const { ask, run } = await world();
  await run('web', { Cmd: ['sleep', '1000'] });
  const top = await ask('GET', '/v1.3/containers/web/top');
  expect([top.status, top.body]).toEqual([
    500,
    'top was improved a lot since 1.3, Please upgrade your docker client.\n',
  ]);
  const build = await ask('POST', '/v1.2/build');
  expect([build.status, build.body]).toEqual([
    500,
    'Multipart upload for build is no longer supported. Please upgrade your docker client.\n',
  ]);
});
