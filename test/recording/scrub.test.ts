import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Daemon, RawHeaders } from '../../src/exchange/exchange.ts';
import { record } from '../../src/recording/record.ts';
import { createRecording } from '../../src/recording/recording-folder.ts';
import { Scrubber } from '../../src/recording/scrub.ts';
import { Docker } from '../conformance/client.ts';

const parent = mkdtempSync(join(tmpdir(), 'dockless-scrub-'));
afterAll(() => rmSync(parent, { recursive: true }));

const json: RawHeaders = [['Content-Type', 'application/json']];
const tar: RawHeaders = [['Content-Type', 'application/x-tar']];
const bytes = (text: string) => new TextEncoder().encode(text);

/** Answers with the body it got, or with what the header X-Answer says, in pieces of five bytes. */
const echo: Daemon = async ({ headers, body, target }) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  if (target.includes('/attach')) {
    return {
      status: 101,
      headers: [],
      hijack: stream =>
        void (async () => {
          for await (const chunk of stream.input) await stream.write(chunk);
          await stream.end();
        })(),
    };
  }
  return {
    status: 200,
    headers: headers.filter(([name]) => /^content-type$/i.test(name)),
    body: (async function* () {
      for (let at = 0; at < whole.length; at += 5) yield whole.subarray(at, at + 5);
    })(),
  };
};

function recorder(name: string, scrubber: Scrubber) {
  const folder = join(parent, name);
  const header = {
    recording: 'dockless',
    format: 1,
    startedAt: '2026-01-01T00:00:00Z',
    scrubbed: scrubber.described,
  } as const;
  const docker = new Docker(record(echo, createRecording(folder, header), { scrubber }));
  return {
    docker,
    disk: () =>
      filesOf(folder)
        .map(file => readFileSync(file, 'latin1'))
        .join('\n'),
  };
}

function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .map(name => join(folder, name))
    .flatMap(path => (statSync(path).isDirectory() ? filesOf(path) : [path]));
}

const KEY = `-----BEGIN PRIVATE KEY-----\n${'MIIplanted'.repeat(20)}\n-----END PRIVATE KEY-----\n`;

test('no secret reaches the disk, wherever the API can carry one', async () => {
  let count = 0;
  const planted: string[] = [];
  const plant = () => {
    count += 1;
    const secret = `Planted${count}x${'z'.repeat(count % 3)}!`;
    planted.push(secret);
    return secret;
  };
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64');
  const { docker, disk } = recorder(
    'planted',
    new Scrubber({ archives: true, rules: [/ticket-(\w+)/, 'literally!'] }),
  );
  const ask = (path: string, body: unknown, headers: RawHeaders = json) =>
    docker.post(path, body, { headers });
  await ask('/images/create', {}, [
    ...json,
    ['X-Registry-Auth', base64({ username: 'u', password: plant() })],
  ]);
  await ask('/images/create', {}, [...json, ['X-Registry-Auth', base64({ identitytoken: plant() })]]);
  await ask('/build', {}, [
    ...json,
    ['X-Registry-Config', base64({ 'r.example': { username: 'u', password: plant() } })],
  ]);
  await ask('/build', {}, [...json, ['Authorization', `Basic ${plant()}`]]);
  await ask('/auth', { username: 'u', password: plant(), serveraddress: 'r.example' });
  await ask(`/build?buildargs=${encodeURIComponent(JSON.stringify({ NPM_TOKEN: plant() }))}`, {});
  await ask(`/build?remote=${encodeURIComponent(`https://user:${plant()}@git.example/x.git`)}`, {});
  await ask(`/images/create?fromSrc=http://h/x?access_token=${plant()}`, {});
  const inEnvironment = plant();
  await ask('/containers/create', {
    Env: [`DB_PASSWORD=${inEnvironment}`],
    Labels: { 'com.example.api-token': plant() },
  });
  await ask('/containers/x/exec', { Env: [`AWS_SECRET_ACCESS_KEY=${plant()}`] });
  await ask('/secrets/create', { Name: 's', Data: Buffer.from(plant()).toString('base64') });
  planted.push(Buffer.from(planted.at(-1) as string).toString('base64'));
  const token = `SWMTKN-1-${'3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl'}-1awxwuwd3z9j1z3puu7rcgdbx`;
  await ask('/swarm/join', { JoinToken: token });
  await ask('/swarm/unlock', { UnlockKey: `SWMKEY-1-${plant()}` });
  await ask('/containers/x/archive', `tar ${KEY}`, tar);
  await ask('/x', { note: `ticket-${plant()} and literally!` });
  // What was an environment variable's value is printed, cut into pieces.
  const stream = await docker.stream('POST', '/containers/x/attach');
  await stream.write(`the password is ${inEnvironment.slice(0, 4)}`);
  await stream.write(`${inEnvironment.slice(4)}, and the token ${token}\n${KEY}`);
  await stream.until('END PRIVATE KEY');
  await stream.end();
  await stream.ended();
  const text = disk();
  const forms = (secret: string) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ];
  for (const secret of [...planted, token, 'MIIplanted', 'literally!']) {
    for (const form of forms(secret)) expect(text, `${secret} as ${form}`).not.toContain(form);
  }
  expect(text).toContain('the password is ');
  expect(text).toContain('by a rule of the user: /ticket-(\\\\w+)/');
});

test('one secret has one placeholder, and what is no secret stays', async () => {
  const { docker, disk } = recorder('stable', new Scrubber());
  await docker.post(
    '/containers/create',
    { Env: ['A_TOKEN=one-1one', 'B_TOKEN=two-2two', 'PWD=/work', 'POSTGRES_PASSWORD=postgres'] },
    { headers: json },
  );
  await docker.post('/containers/one-1one/start', { Image: 'postgres' }, { headers: json });
  const text = disk();
  expect(text).toContain(
    'A_TOKEN=scrubbed-1\\",\\"B_TOKEN=scrubbed-2\\",\\"PWD=/work\\",\\"POSTGRES_PASSWORD=scrubbed-3',
  );
  expect(text).toContain('/containers/scrubbed-1/start');
  expect(text).toContain('\\"Image\\":\\"postgres\\"');
});

test('an archive is recorded as it is unless asked', async () => {
  const { docker, disk } = recorder('archive', new Scrubber());
  await docker.put('/containers/x/archive', KEY, { headers: tar });
  expect(disk()).toContain('MIIplanted');
});

test('streams keep their length and the edges of their pieces', () => {
  const scrubber = new Scrubber();
  scrubber.text('"A_PASSWORD=hunter2-and-more"');
  expect(scrubber.mayGoOn('it is hunter2')).toBe(true);
  expect(scrubber.stream('it is hunter2-and-more.')).toBe('it is scrubbed-1******.');
  expect(bytes(scrubber.stream('hunter2-and-more'))).toHaveLength(16);
});

test("a user's rules find what is cut across chunks of a stream", async () => {
  const { docker, disk } = recorder('cut', new Scrubber({ rules: [/ticket-(\w+)/, 'literally!'] }));
  const stream = await docker.stream('POST', '/containers/x/attach');
  for (const piece of ['it is liter', 'ally! and tick', 'et-4', '711\n']) await stream.write(piece);
  await stream.until('4711');
  await stream.end();
  await stream.ended();
  const written = disk()
    .split('\n')
    .slice(1) // the header names the pattern
    .filter(line => line.includes('bytes'))
    .map(line => (JSON.parse(line) as { text: string }).text)
    .join('');
  expect(written).not.toContain('literally!');
  expect(written).not.toContain('4711');
  expect(written.match(/it is .* and ticket-/g)).toHaveLength(2); // sent and received
});
