import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contest, ms, report } from './measure.ts';
import { COMMAND, startChild, type Target } from './targets.ts';

const here = dirname(fileURLToPath(import.meta.url));
const MEGABYTES = 1024;
const PINGS = 300;
const ROUNDS = 5;

/** Reads to the end, or to the `tail` of a body; nothing is made of the bytes. */
function drink(socketPath: string, request: string, tail?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let last = '';
    const callback = (length: number, buffer: Uint8Array) => {
      if (tail !== undefined) {
        last += Buffer.from(buffer.subarray(Math.max(0, length - tail.length), length)).toString('latin1');
        last = last.slice(-tail.length);
        if (last === tail) socket.destroy();
      }
      return true;
    };
    const socket = connect({ path: socketPath, onread: { buffer: Buffer.alloc(1 << 18), callback } });
    socket.on('error', reject).on('close', () => resolve());
    socket.write(request);
  });
}

const save = ({ socketPath }: Target) =>
  drink(socketPath, `GET /images/get/${MEGABYTES} HTTP/1.1\r\nHost: docker\r\n\r\n`, '\r\n0\r\n\r\n');

const attach = ({ socketPath }: Target) =>
  drink(
    socketPath,
    `POST /attach/${MEGABYTES} HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
  );

async function pings({ socketPath }: Target, agent: http.Agent): Promise<void> {
  for (let count = 0; count < PINGS; count += 1) {
    await new Promise<void>((resolve, reject) => {
      const request = http.get({ socketPath, path: '/_ping', agent }, reply => {
        reply.resume().on('end', () => resolve());
      });
      request.on('error', reject);
    });
  }
}

/** The recording proxy beside one that only passes bytes on, before the same server. */
export async function benchRecording(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dockless-bench-'));
  const at = (name: string) => join(folder, `${name}.sock`);
  const start = (name: string, args: string[]) => startChild(name, at(name), args);
  const source = await start('source', [join(here, 'stream-source.ts'), at('source')]);
  const bare = await start('bare-proxy', [join(here, 'bare-proxy.ts'), at('bare-proxy'), at('source')]);
  const to = join(folder, 'recording');
  const recorder = await start('recorder', [
    ...[COMMAND, 'record', '--to', to],
    ...['--target', `unix://${at('source')}`, '--host', `unix://${at('recorder')}`],
  ]);
  const compare = async (what: string, rounds: number, work: (target: Target) => Promise<unknown>) => {
    const bytewise = async () => {
      // What earlier rounds wrote is on its way to the disk, and would be waited for.
      rmSync(join(to, 'blobs'), { recursive: true, force: true });
      await work(bare);
    };
    const { own = 0, least = 0 } = await contest({ own: () => work(recorder), least: bytewise }, rounds);
    const share = least / own;
    report(what, [ms(own), ms(least), `${share.toFixed(2)} of it`], {
      met: share >= 0.8,
      text: 'at least 0.8 of a bare proxy',
    });
  };
  report('recording', ['recorder', 'bare proxy', '']);
  const agents = new Map([recorder, bare].map(t => [t, new http.Agent({ keepAlive: true, maxSockets: 1 })]));
  await compare(`${PINGS} pings`, 20, target => pings(target, agents.get(target) as http.Agent));
  await compare(`save of ${MEGABYTES} MB`, ROUNDS, save);
  await compare(`attach with ${MEGABYTES} MB of output`, ROUNDS, attach);
  for (const agent of agents.values()) agent.destroy();
  await Promise.all([source.stop(), bare.stop(), recorder.stop()]);
  rmSync(folder, { recursive: true });
}
