import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Daemon, Exchange, Reply } from '../../src/exchange/exchange.ts';
import { compare } from '../../src/recording/compare/compare.ts';
import type { Recording } from '../../src/recording/frame.ts';
import { readRecording } from '../../src/recording/recording-folder.ts';
import { replay } from '../../src/recording/replay/replay.ts';
import { type Listening, listen } from '../../src/transport/listen.ts';
import { Docker } from '../conformance/client.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'dockless-killed-'));
const children: ChildProcess[] = [];
const listening: Listening[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(listening.map(daemon => daemon.close()));
  rmSync(folder, { recursive: true });
});

const LINES = 'a line of a log\n'.repeat(64 * 1024);

/** Lines one after the other, or an archive of 40 MB. */
const daemon: Daemon = async ({ target, signal }: Exchange): Promise<Reply> => {
  const headers = [['Content-Type', target.includes('/get') ? 'application/x-tar' : 'text/plain']] as const;
  const bytes = (text: string) => new TextEncoder().encode(text);
  if (/version|info/.test(target)) return { status: 200, headers: [], body: bytes('{}\n') };
  if (target.endsWith('/_ping')) return { status: 200, headers, body: bytes('OK') };
  const body = (async function* () {
    for (let count = 1; count <= (target.includes('/get') ? 40 : 400) && !signal.aborted; count += 1) {
      yield bytes(target.includes('/get') ? LINES : `line ${count}\n`);
      if (!target.includes('/get')) await new Promise(resolve => setTimeout(resolve, 2));
    }
  })();
  return { status: 200, headers, body };
};

/** A recorder in a process of its own, killed once its client has this many bytes of an answer that goes on. */
async function killedAfter(name: string, path: string, enough: number) {
  const source = await listen(daemon, `unix://${join(folder, `${name}-source.sock`)}`);
  listening.push(source);
  const socketPath = join(folder, `${name}.sock`);
  const to = join(folder, name);
  const args = ['record', '--to', to, '--target', source.host, '--host', `unix://${socketPath}`];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  const get = (path: string) =>
    once(http.get({ socketPath, path }), 'response') as Promise<[http.IncomingMessage]>;
  const [pong] = await get('/_ping');
  await once(pong.resume(), 'end');
  const [reply] = await get(path);
  let received = 0;
  reply.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received >= enough) child.kill('SIGKILL');
  });
  await new Promise(resolve => reply.on('error', resolve).on('close', resolve));
  return { recording: readRecording(to), received };
}

function lengthOf(recording: Recording): number {
  const frames = recording.frames.filter(({ x, kind }) => x === 2 && kind === 'reply-bytes');
  return frames.reduce((sum, frame) => sum + recording.bytes(frame).length, 0);
}

for (const [name, path, enough, lastFrame] of [
  ['a log', '/containers/x/logs?follow=1', 1_000, 'line 1000\n'.length],
  ['an image', '/images/x/get', 20_000_000, 0], // its bytes are on the disk before they are passed on
] as const) {
  test(`a recorder that is killed in the middle of ${name} loses at most its last frame`, {
    timeout: 60_000,
  }, async () => {
    const { recording, received } = await killedAfter(name.replace(' ', '-'), path, enough);
    expect(lengthOf(recording)).toBeGreaterThanOrEqual(received - lastFrame);
    expect(received).toBeGreaterThanOrEqual(enough);
    const replayed = new Docker(replay(recording), '');
    expect((await replayed.get('/_ping')).text).toBe('OK');
    const differences = await compare(recording, daemon, { patienceMs: 50 });
    expect(differences.filter(({ exchange }) => exchange === 1)).toEqual([]);
  });
}
