import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../../src/api/api.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { type Interception, intercept } from '../../../src/transport/intercept/intercept.ts';
import { testFlows } from './drive.ts';

const engine = createEngine({ seed: 'testcontainers' });
let interception: Interception;

beforeAll(() => {
  process.env.DOCKER_HOST = 'unix:///nowhere/testcontainers.sock';
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  interception = intercept(api(engine));
});
afterAll(() => interception.dispose());

testFlows('in memory');

test('testcontainers in memory: nothing they need is missing', () => {
  expect(engine.unsimulated()).toEqual({});
});
