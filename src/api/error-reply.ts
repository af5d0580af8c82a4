import { DockerError, type ErrorKind, NotSimulatedError } from '../engine/errors.ts';
import type { ApiReply } from './call.ts';

/** moby api/server/httpstatus/status.go */
const statusOf: Record<ErrorKind, number> = {
  invalidParameter: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  notModified: 304,
  unavailable: 503,
  notImplemented: 501,
  system: 500,
};

/** The only place where an error's kind becomes a status. A fault of our own is a 500 that says so. */
export function errorReply(error: unknown): ApiReply {
  if (error instanceof DockerError) return { status: statusOf[error.kind], json: { message: error.message } };
  if (error instanceof NotSimulatedError) return { status: 501, json: { message: error.message } };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 500, json: { message: `dockless failed: ${detail}` } };
}
