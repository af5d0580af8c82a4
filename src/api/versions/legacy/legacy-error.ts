import { DockerError, NotSimulatedError } from '../../../engine/errors.ts';
import type { ApiReply } from '../../call.ts';
import { text } from './legacy-reply.ts';

/** A sentence of a daemon of 2013. Its words decide its status. */
export class LegacyError extends Error {
  override readonly name = 'LegacyError';
}

interface Words {
  readonly start: string;
  readonly status: number;
  /** The form of the first release that knew them. */
  readonly since: number;
}

/** api.go, httpError */
const statuses: readonly Words[] = [
  { start: 'No such', status: 404, since: 1.0 },
  { start: 'Bad parameter', status: 400, since: 1.0 },
  { start: 'Impossible', status: 406, since: 1.1 },
  { start: 'Conflict', status: 409, since: 1.2 },
  { start: 'Wrong login/password', status: 401, since: 1.3 },
];

/** Plain text with a newline; 500 for whatever has no other status. */
export function legacyErrorReply(error: unknown, form: number): ApiReply {
  if (error instanceof LegacyError || error instanceof DockerError) {
    const known = statuses.find(({ start, since }) => form >= since && error.message.startsWith(start));
    return text(known?.status ?? 500, `${error.message}\n`);
  }
  if (error instanceof NotSimulatedError) return text(501, `${error.message}\n`);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text(500, `dockless failed: ${detail}\n`);
}
