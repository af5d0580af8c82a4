import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createContainer } from '../../../src/engine/containers/create.ts';
import { findContainer } from '../../../src/engine/containers/find.ts';
import { inspectContainer } from '../../../src/engine/containers/inspect.ts';
import { engineWithBusybox } from '../../fixtures/engine.ts';

/** What dockerd 28.5.2 answered, byte for byte; ID, SHORT and LAYER stand for what is random. */
const recorded = (name: string) =>
  JSON.stringify(JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), 'utf8')));

test('a created container shows every field, in order', () => {
  const engine = engineWithBusybox();
  const { id } = createContainer(engine, {
    name: 'aa',
    config: { Image: 'busybox', Cmd: ['sleep', '1000'], ExposedPorts: { '80/tcp': {} } },
    hostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '' }] } },
  });
  const shown = JSON.stringify(inspectContainer(engine, id))
    .replaceAll(findContainer(engine, id).layerId, 'LAYER')
    .replaceAll(id, 'ID')
    .replaceAll(id.slice(0, 12), 'SHORT');
  expect(shown).toBe(recorded('inspect-created'));
});
