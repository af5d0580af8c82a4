import { type Progress, progressError } from '../../engine/images/progress.ts';
import type { ApiReply } from '../call.ts';

/** What is thrown before the first message is the request's error, what comes later stands in the stream. */
export async function streamReply(messages: AsyncIterator<Progress>): Promise<ApiReply> {
  const first = await messages.next();
  return { status: 200, messages: restOf(first, messages), messageEnd: '\r\n' };
}

async function* restOf(
  first: IteratorResult<Progress>,
  messages: AsyncIterator<Progress>,
): AsyncGenerator<Progress> {
  try {
    for (let next = first; next.done !== true; next = await messages.next()) yield next.value;
  } catch (error) {
    yield lastMessage(error);
  } finally {
    await messages.return?.();
  }
}

/** What is wrong in JavaScript's words is a fault of our own: it breaks the stream, since no daemon says such a thing. */
const FAULTS = [TypeError, RangeError, ReferenceError];

/** What ended a stream of progress, as its last message. */
export function lastMessage(error: unknown): Progress {
  if (!(error instanceof Error) || FAULTS.some(fault => error instanceof fault)) throw error;
  return progressError(error.message);
}
