import { expect, test } from 'vitest';
import { streamReply } from '../../../src/api/routes/progress-reply.ts';
import { createEngine } from '../../../src/create-engine.ts';
import { NotSimulatedError } from '../../../src/engine/errors.ts';

test('what is not simulated in the middle of a stream is told there, and counted', async () => {
  const engine = createEngine();
  const reply = await streamReply(
    engine,
    (async function* () {
      yield { status: 'first' };
      throw new NotSimulatedError('the second half');
    })(),
  );
  const messages: unknown[] = [];
  for await (const message of (reply as { messages: AsyncIterable<unknown> }).messages)
    messages.push(message);
  const message = new NotSimulatedError('the second half').message;
  expect(messages).toEqual([{ status: 'first' }, { errorDetail: { message }, error: message }]);
  expect(engine.unsimulated()).toEqual({ 'the second half': 1 });
});
