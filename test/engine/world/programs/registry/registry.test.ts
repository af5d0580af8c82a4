import { describe, expect, test } from 'vitest';
import { dialPort } from '../../../../../src/engine/networks/dial-port.ts';
import { runningWorld } from '../../../../fixtures/running-world.ts';
import recorded from './recorded.json' with { type: 'json' };
import { CONVERSATIONS, locationOf, normalise, requestText, type Step } from './requests.ts';

/** The recorded registry was configured without headers of its own. */
const CONFIGURATION = `version: 0.1
storage:
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
`;

async function startRegistry(env: readonly string[] = []) {
  const world = runningWorld();
  world.engine.image('reg', {
    from: 'registry:2',
    files: { '/etc/docker/registry/config.yml': CONFIGURATION },
  });
  await world.start('reg', {
    Image: 'reg',
    Env: env,
    HostConfig: { PortBindings: { '5000/tcp': [{ HostPort: '5000' }] } },
  });
  const ask = async (request: string, engine = world.engine) => {
    const connection = dialPort(engine, 5000);
    await connection?.write(new TextEncoder().encode(request));
    let text = '';
    for (;;) {
      const data = await connection?.read();
      if (data === undefined) return text;
      text += new TextDecoder().decode(data);
    }
  };
  return { world, ask };
}

/** What differs from the recorded 2.8.2, each with its reason. */
const ACCEPTED: ReadonlyArray<{ readonly step: Partial<Step>; readonly reason: string }> = [
  {
    step: { method: 'GET', target: '/v2/one/manifests/list', headers: {} },
    reason:
      'manifests of schema 1, which registry 3 has given up, are not made for clients that accept nothing',
  },
  {
    step: { headers: { Range: 'bytes=99-' } },
    reason: "the real one announces the blob's length, sends less and hangs up",
  },
];

/** Tags come in the order of a directory on the disk. */
const sortTags = (reply: string) =>
  reply.replace(/"tags":\[(.*?)\]/, (_, tags: string) => `"tags":[${tags.split(',').sort().join(',')}]`);

describe('what a real registry answers', () => {
  test.each(Object.entries(CONVERSATIONS))('%s', async (name, steps) => {
    const { ask } = await startRegistry(
      name === 'deletions allowed' ? ['REGISTRY_STORAGE_DELETE_ENABLED=true'] : [],
    );
    const expected = (recorded as Record<string, string[]>)[name] ?? [];
    let location = '';
    for (const [index, step] of steps.entries()) {
      const reply = await ask(requestText(step, location));
      location = locationOf(reply) ?? location;
      const accepted = ACCEPTED.some(
        each => JSON.stringify({ ...step, ...each.step }) === JSON.stringify(step),
      );
      const where = `#${index} ${step.method} ${step.target}`;
      if (accepted) expect(normalise(reply), where).not.toBe(expected[index]);
      else expect(sortTags(normalise(reply)), where).toBe(sortTags(expected[index] ?? ''));
    }
  });
});

test('a copy of an engine has a registry of its own, with what was there', async () => {
  const { world, ask } = await startRegistry();
  const steps = CONVERSATIONS['as it comes']?.slice(0, 6) ?? [];
  let location = '';
  for (const step of steps) location = locationOf(await ask(requestText(step, location))) ?? location;
  const get = requestText({ method: 'GET', target: location }, '');
  const answer = await ask(get);
  expect(answer).toContain('not really a layer');
  const copy = world.engine.fork();
  await world.call('POST', '/containers/reg/kill');
  const [, blob = ''] = /\r\n\r\n(.*)/s.exec(answer) ?? [];
  expect(await ask(get, copy)).toContain(blob);
});
