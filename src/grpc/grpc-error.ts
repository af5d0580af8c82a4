import { SolveFailure } from '../engine/build/buildkit/solve-failure.ts';
import { DockerError, type ErrorKind, NotSimulatedError } from '../engine/errors.ts';

/** Of gRPC's codes those that BuildKit uses. */
export const GRPC_CODES = {
  canceled: 1,
  unknown: 2,
  notFound: 5,
  unimplemented: 12,
  unavailable: 14,
} as const;

/** An error as it crosses gRPC. */
export class GrpcError extends Error {
  override readonly name = 'GrpcError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const CODE_OF_KIND: Partial<Record<ErrorKind, number>> = { notFound: GRPC_CODES.notFound };

export function grpcErrorOf(error: unknown): GrpcError {
  if (error instanceof GrpcError) return error;
  if (error instanceof SolveFailure) return grpcErrorOf(error.cause);
  if (error instanceof NotSimulatedError) return new GrpcError(GRPC_CODES.unimplemented, error.message);
  if (error instanceof DockerError) {
    return new GrpcError(CODE_OF_KIND[error.kind] ?? GRPC_CODES.unknown, error.message);
  }
  return new GrpcError(GRPC_CODES.unknown, error instanceof Error ? error.message : String(error));
}

/** The trailers that end a call. */
export function trailersOf(error: GrpcError | undefined): Record<string, string> {
  if (error === undefined) return { 'grpc-status': '0' };
  return {
    'grpc-status': String(error.code),
    'grpc-message': encodeURIComponent(error.message),
  };
}
