/** Docker's kinds of error (moby errdefs). Only api/error-reply.ts knows which status each becomes. */
export type ErrorKind =
  | 'invalidParameter'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'notModified'
  | 'unavailable'
  | 'notImplemented'
  | 'system';

/** An answer that a real daemon would give too: its sentence and its kind. Made by named constructors. */
export class DockerError extends Error {
  override readonly name = 'DockerError';
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Something a real daemon does and dockless does not: a loud 501, counted in `engine.unsimulated()`. */
export class NotSimulatedError extends Error {
  override readonly name = 'NotSimulatedError';
  readonly feature: string;

  /** `feature` names what was asked for in Docker's words: `checkpoints`, `swarm init`. */
  constructor(feature: string) {
    super(`dockless does not simulate ${feature}`);
    this.feature = feature;
  }
}

export const invalidParameter = (message: string) => new DockerError('invalidParameter', message);
export const notFound = (message: string) => new DockerError('notFound', message);
export const conflict = (message: string) => new DockerError('conflict', message);
export const notModified = () => new DockerError('notModified', '');
export const unauthorized = (message: string) => new DockerError('unauthorized', message);
export const forbidden = (message: string) => new DockerError('forbidden', message);
export const unavailable = (message: string) => new DockerError('unavailable', message);
export const systemError = (message: string) => new DockerError('system', message);

/** Runs `action`; Docker's errors from it become 400s with the same sentence, as where a request names the missing. */
export function asInvalidParameter<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof DockerError ? invalidParameter(error.message) : error;
  }
}
