import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { legacyWorld, NATIVE, SERVER, TEXT } from './world.ts';

async function archive(files: Readonly<Record<string, string>>): Promise<string> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  let text = '';
  for await (const chunk of tar as AsyncIterable<Uint8Array>) text += new TextDecoder().decode(chunk);
  return text;
}

async function build(version: string, dockerfile: string | undefined, query = '') {
  const world = legacyWorld(NATIVE, version);
  const body = await archive(dockerfile === undefined ? { other: '' } : { Dockerfile: dockerfile });
  const first = world.ask('POST', `/build${query}`, { body });
  await world.engine.driver.advance(1_000);
  return { world, body, answer: await first };
}

const DOCKERFILE = 'FROM busybox\nRUN echo loud\n';

test.for(['1.3', '1.4'])('81. at %s: the words of a build', async version => {
  const { answer, world } = await build(version, DOCKERFILE, '?t=mine');
  expect([answer.status, answer.type]).toEqual([200, TEXT]);
  expect(answer.body).toMatch(
    /^Step 1 : FROM busybox\n ---> [0-9a-f]{12}\nStep 2 : RUN echo loud\n ---> Running in [0-9a-f]{12}\nloud\n ---> [0-9a-f]{12}\nSuccessfully built [0-9a-f]{12}\n$/,
  );
  expect((await world.get('/images/mine/json')).status).toBe(200);
  // The container of each step stays.
  expect((await world.get('/containers/json?all=1')).json).toHaveLength(1);
});

test('83. quiet, and without the cache', async () => {
  const { answer, world, body } = await build('1.4', DOCKERFILE, '?q=1');
  expect(answer.body).not.toContain('\nloud\n');
  const again = (await world.ask('POST', '/build', { body })).body;
  expect(again).toContain('\n ---> Using cache\n');
  const fresh = world.ask('POST', '/build?nocache=1', { body });
  await world.engine.driver.advance(1_000);
  expect((await fresh).body).not.toContain('Using cache');
});

test('84. a build that fails', async () => {
  const { answer } = await build('1.4', 'FROM busybox\nRUN false\n');
  const sentence = 'The command [/bin/sh -c false] returned a non-zero code: 1\n';
  expect(answer.status).toBe(200);
  expect(answer.body.endsWith(`Error build: ${sentence}${sentence}`)).toBe(true);
  const none = "Can't build a directory with no Dockerfile\n";
  expect((await build('1.3', undefined)).answer.body).toBe(`Error build: ${none}${none}`);
});

/** A form as Go's mime/multipart writes it. */
function form(parts: Readonly<Record<string, string>>): { headers: [string, string][]; body: string } {
  const body = Object.entries(parts).map(
    ([name, content]) =>
      `--xx\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n${content}\r\n`,
  );
  return {
    headers: [['Content-Type', 'multipart/form-data; boundary=xx']],
    body: `${body.join('')}--xx--\r\n`,
  };
}

async function upload(version: string, parts: Readonly<Record<string, string>>, query = '') {
  const world = legacyWorld(NATIVE, version);
  const first = world.ask('POST', `/build${query}`, form(parts));
  await world.engine.driver.advance(1_000);
  return { world, answer: await first };
}

test.for(['1.0', '1.1', '1.2'])('80. at %s: a build by multipart upload', async version => {
  const Context = await archive({ 'a.txt': 'from the context', Dockerfile: 'FROM nope\n' });
  const Dockerfile = 'FROM busybox\nADD a.txt /a\nRUN cat /a\n';
  const { answer, world } = await upload(version, { Dockerfile, Context }, '?t=mine');
  expect([answer.status, answer.type]).toEqual([200, TEXT]);
  const [busybox, added, ran] = [...answer.body.matchAll(/^===> ([0-9a-f]{64})$/gm)].map(([, id]) => id);
  expect(answer.body).toBe(
    [
      `FROM busybox ()\n===> ${busybox}`,
      `ADD a.txt /a (${busybox})\n===> ${added}`,
      `RUN cat /a (${added})\n===> ${ran}`,
      `Build successful.\n===> ${ran}\n`,
    ].join('\n'),
  );
  expect((await world.get('/images/mine/json')).json.id).toBe(ran);
});

test('80. what is no upload, or one without a Dockerfile', async () => {
  const { answer } = await build('1.2', DOCKERFILE);
  expect([answer.status, answer.body]).toEqual([500, "request Content-Type isn't multipart/form-data\n"]);
  expect((await upload('1.0', { Context: '' })).answer).toMatchObject({
    status: 500,
    body: 'http: no such file\n',
  });
  const failed = (await upload('1.1', { Dockerfile: 'FROM busybox\nRUN false\n' })).answer;
  expect([failed.status, /^Error build: /m.test(failed.body)]).toEqual([200, true]);
});

test('82. a multipart build for the 0.6 server', async () => {
  const { status, body } = await legacyWorld(SERVER, '1.2').ask('POST', '/build');
  expect([status, body]).toEqual([
    500,
    'Multipart upload for build is no longer supported. Please upgrade your docker client.\n',
  ]);
});

test('calls of 2013 are noted too', async () => {
  const world = legacyWorld(SERVER);
  await world.get('/containers/nope/json');
  const [call] = world.engine.callLog.calls;
  expect([call?.operation, call?.status, call?.error]).toEqual([
    'GET /containers/{name:.*}/json',
    404,
    'No such container: nope',
  ]);
});
