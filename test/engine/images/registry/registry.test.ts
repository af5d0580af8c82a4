import { expect, test } from 'vitest';
import { api, createEngine } from '../../../../src/index.ts';
import { ask, askBytes } from './ask-step.ts';
import recorded from './recorded.json' with { type: 'json' };
import { Normaliser, STEPS } from './steps.ts';

test('pushes and pulls tell what dockerd told', async () => {
  const engine = createEngine();
  const daemon = api(engine);
  await askBytes(daemon, 'POST', '/images/create?fromImage=registry&tag=2');
  const config = {
    Image: 'registry:2',
    HostConfig: { PortBindings: { '5000/tcp': [{ HostPort: '5000' }] } },
  };
  await askBytes(daemon, 'POST', '/containers/create?name=registry', JSON.stringify(config));
  await askBytes(daemon, 'POST', '/containers/registry/start');
  const normaliser = new Normaliser();
  for (const [index, step] of STEPS.entries()) {
    const { status, text } = await ask(daemon, step);
    const got = { call: `${step.method} ${step.path}`, status, text: normaliser.of(text) };
    expect(got, `step ${index}`).toEqual(recorded[index]);
  }
});
