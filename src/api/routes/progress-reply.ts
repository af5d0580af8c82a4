import { type Progress, progressError } from '../../engine/images/progress.ts';
import type { ApiReply } from '../call.ts';

/** What is thrown before the first message is the request's error, what comes later stands in the stream. */
export function streamReply(messages: Iterator<Progress>): ApiReply {
  const first = messages.next();
  return { status: 200, messages: restOf(first, messages), messageEnd: '\r\n' };
}

function* restOf(first: IteratorResult<Progress>, messages: Iterator<Progress>): Generator<Progress> {
  try {
    for (let next = first; next.done !== true; next = messages.next()) yield next.value;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    yield progressError(error.message);
  }
}
