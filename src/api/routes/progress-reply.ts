import { BuildFailure } from '../../engine/build/build-failure.ts';
import type { Engine } from '../../engine/engine.ts';
import { NotSimulatedError } from '../../engine/errors.ts';
import { type Progress, progressError } from '../../engine/images/progress.ts';
import type { ApiReply } from '../call.ts';

/** What is thrown before the first message is the request's error, what comes later stands in the stream. */
export async function streamReply(engine: Engine, messages: AsyncIterator<Progress>): Promise<ApiReply> {
  const first = await messages.next();
  return { status: 200, messages: restOf(engine, first, messages), messageEnd: '\r\n' };
}

async function* restOf(
  engine: Engine,
  first: IteratorResult<Progress>,
  messages: AsyncIterator<Progress>,
): AsyncGenerator<Progress> {
  try {
    for (let next = first; next.done !== true; next = await messages.next()) yield next.value;
  } catch (error) {
    yield lastMessage(engine, error);
  } finally {
    await messages.return?.();
  }
}

/** What is wrong in JavaScript's words is a fault of our own: it breaks the stream, since no daemon says such a thing. */
const FAULTS = [TypeError, RangeError, ReferenceError];

/** What ended a stream of progress, as its last message. What is not simulated is counted here as well. */
export function lastMessage(engine: Engine, error: unknown): Progress {
  if (!(error instanceof Error) || FAULTS.some(fault => error instanceof fault)) throw error;
  if (error instanceof NotSimulatedError) engine.noteUnsimulated(error.feature);
  const { message } = error;
  if (error instanceof BuildFailure) return { errorDetail: { code: error.code, message }, error: message };
  return progressError(message);
}
