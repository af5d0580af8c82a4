import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { parseSnapshot } from '../../src/engine/snapshot-json.ts';
import { live } from '../../src/transport/live.ts';
import { serveForTest } from '../clients/serve-for-test.ts';
import { Docker } from '../conformance/client.ts';

test('snapshot copies what a daemon holds, ids and all', { timeout: 60_000 }, async () => {
  const server = await serveForTest();
  const folder = mkdtempSync(join(tmpdir(), 'dockless-snapshot-'));
  const file = join(folder, 'state.json');
  try {
    const docker = new Docker(live(server.host));
    await docker.post('/images/create?fromImage=busybox&tag=latest');
    await docker.post('/networks/create', { Name: 'lan' });
    const { Id } = (
      await docker.post('/containers/create?name=web', { Image: 'busybox', Cmd: ['sleep', '99'] })
    ).json;
    await docker.post(`/containers/${Id}/start`);
    const image = (await docker.get('/images/busybox/json')).json.Id;
    const main = join(import.meta.dirname, '../../src/cli/main.ts');
    const ran = spawnSync(process.execPath, [main, 'snapshot', '--from', server.host, '--to', file], {
      encoding: 'utf8',
    });
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toBe(`${file}: 1 images, 1 containers, 1 networks, 0 volumes\n`);
    const engine = createEngine({ clock: 'manual' });
    engine.restore(parseSnapshot(readFileSync(file, 'utf8')));
    const copy = new Docker(api(engine));
    const inspected = (await copy.get(`/containers/${Id.slice(0, 8)}/json`)).json;
    expect(inspected).toMatchObject({ Id, Name: '/web', Image: image, State: { Running: true } });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});
