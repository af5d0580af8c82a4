import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duplexPair } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { api, createEngine } from '../../src/index.ts';
import { createRecording, listen, record } from '../../src/node.ts';
import { SessionSecrets } from '../../src/recording/http2/session-secrets.ts';
import { findBuildx } from '../clients/buildx/scenarios.ts';

const SECRET = 'pl4nted-secret-of-a-build';

/** What both sides of a connection sent for a call, whose answer is one protobuf field of text, and a number. */
async function conversation(path: string): Promise<{ calls: Buffer; answers: Buffer }> {
  const [near, far] = duplexPair();
  const calls: Buffer[] = [];
  const answers: Buffer[] = [];
  const tap = (end: typeof near, sent: Buffer[]) => {
    const write = end.write.bind(end);
    end.write = ((chunk: Buffer, ...rest: never[]) => {
      sent.push(Buffer.from(chunk));
      return write(chunk, ...rest);
    }) as typeof end.write;
  };
  tap(near, calls);
  tap(far, answers);
  const text = Buffer.from(SECRET);
  const message = Buffer.concat([Buffer.from([0x0a, text.length]), text, Buffer.from([0x10, 0x96, 0x01])]);
  const server = http2.createServer().on('stream', stream => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    stream.end(Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]));
  });
  server.emit('connection', far);
  const client = http2.connect('http://session', { createConnection: () => near });
  const call = client.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' });
  call.resume().end(Buffer.from([0, 0, 0, 0, 0]));
  await new Promise(resolve => call.once('close', resolve));
  client.close();
  server.close();
  return { calls: Buffer.concat(calls), answers: Buffer.concat(answers) };
}

function masked({ calls, answers }: { calls: Buffer; answers: Buffer }, size: number) {
  const learned: string[] = [];
  const secrets = new SessionSecrets(secret => learned.push(Buffer.from(secret).toString()));
  const pieces = (bytes: Buffer) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
  for (const piece of pieces(calls)) secrets.called(piece);
  const seen = Buffer.concat(pieces(answers).map(piece => secrets.answered(piece)));
  return { seen, learned };
}

test.each([1, 2, 7, 100, 100_000])('a secret of a session is masked, in pieces of %i bytes', async size => {
  const sent = await conversation('/moby.buildkit.secrets.v1.Secrets/GetSecret');
  expect(sent.answers.includes(SECRET)).toBe(true);
  const { seen, learned } = masked(sent, size);
  expect(learned).toEqual([SECRET]);
  const mask = Buffer.from('*'.repeat(SECRET.length));
  const at = sent.answers.indexOf(SECRET);
  expect(seen).toEqual(
    Buffer.concat([sent.answers.subarray(0, at), mask, sent.answers.subarray(at + mask.length)]),
  );
});

test('what is no secret passes, and so does what is no HTTP/2', async () => {
  const sent = await conversation('/moby.filesync.v1.FileSync/DiffCopy');
  expect(masked(sent, 5)).toEqual({ seen: sent.answers, learned: [] });
  const noise = { calls: Buffer.alloc(5_000, 'x'), answers: Buffer.alloc(5_000, 'y') };
  expect(masked(noise, 33)).toEqual({ seen: noise.answers, learned: [] });
});

const folder = mkdtempSync(join(tmpdir(), 'dockless-session-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const buildx = findBuildx();

test.skipIf(buildx === undefined)(
  'a build with a secret leaves none of it in a recording (skipped without buildx)',
  async () => {
    if (buildx === undefined) return;
    writeFileSync(join(folder, 'secret'), SECRET);
    writeFileSync(
      join(folder, 'Dockerfile'),
      'FROM busybox\nRUN --mount=type=secret,id=one echo "it is $(cat /run/secrets/one)"\n',
    );
    const daemon = record(
      api(createEngine({ images: ['busybox'] })),
      createRecording(join(folder, 'recording')),
    );
    const listening = await listen(daemon, `unix://${join(folder, 'docker.sock')}`);
    const child = spawn(
      buildx.cli,
      ['build', '--progress=plain', '--secret', `id=one,src=${folder}/secret`, folder],
      {
        env: { ...buildx.env, DOCKER_HOST: listening.host },
      },
    );
    let shown = '';
    child.stderr.on('data', data => {
      shown += data;
    });
    const code = await new Promise(resolve => child.on('close', resolve));
    await listening.close();
    expect([code, shown]).toEqual([0, expect.stringContaining(`it is ${SECRET}`)]);
    const files = readdirSync(join(folder, 'recording'), { recursive: true, withFileTypes: true });
    const texts = files
      .filter(file => file.isFile())
      .map(file => readFileSync(join(file.parentPath, file.name), 'latin1'));
    const decoded = texts
      .join('')
      .replace(/[A-Za-z0-9+/]{40,}={0,2}/g, part => Buffer.from(part, 'base64').toString('latin1'));
    expect(texts.join('').includes('/session')).toBe(true);
    expect([texts.join('').includes(SECRET), decoded.includes(SECRET)]).toEqual([false, false]);
  },
);
