import { expect, test } from 'vitest';
import { askRaw, newEngine } from '../../fixtures/ask-raw.ts';

/** Bytes as they stand on the wire: the target of an exchange is Latin-1. */
const onTheWire = (text: string) => Buffer.from(text).toString('latin1');

test('a byte that is no UTF-8 beside a character beyond the basic plane', async () => {
  const engine = newEngine();
  const signal = await askRaw(engine, 'POST', onTheWire('/v1.51/containers/x/kill?signal=😀%ff'));
  const name = await askRaw(engine, 'GET', onTheWire('/v1.51/containers/😀%ff/json'));
  expect([signal, name].map(({ status, body }) => [status, body])).toEqual([
    [400, '{"message":"cannot kill container: x: invalid signal: 😀\ufffd"}\n'],
    [404, '{"message":"No such container: 😀\ufffd"}\n'],
  ]);
});
