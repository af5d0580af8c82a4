import { SolveFailure } from '../engine/build/buildkit/solve-failure.ts';
import { DockerError, type ErrorKind, NotSimulatedError } from '../engine/errors.ts';
import { encodeDetails, type StatusDetail, sourceDetail } from './status-details.ts';

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
  readonly details: readonly StatusDetail[];

  constructor(code: number, message: string, details: readonly StatusDetail[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

const CODE_OF_KIND: Partial<Record<ErrorKind, number>> = { notFound: GRPC_CODES.notFound };

export function grpcErrorOf(error: unknown): GrpcError {
  if (error instanceof GrpcError) return error;
  if (error instanceof SolveFailure) {
    const { code, message } = grpcErrorOf(error.cause);
    return new GrpcError(code, message, error.sources.map(sourceDetail));
  }
  if (error instanceof NotSimulatedError) return new GrpcError(GRPC_CODES.unimplemented, error.message);
  if (error instanceof DockerError) {
    return new GrpcError(CODE_OF_KIND[error.kind] ?? GRPC_CODES.unknown, error.message);
  }
  return new GrpcError(GRPC_CODES.unknown, error instanceof Error ? error.message : String(error));
}

/** The trailers that end a call. */
export function trailersOf(error: GrpcError | undefined): Record<string, string> {
  if (error === undefined) return { 'grpc-status': '0' };
  const { code, message, details } = error;
  return {
    'grpc-status': String(code),
    'grpc-message': encodeURIComponent(message),
    ...(details.length > 0 && { 'grpc-status-details-bin': encodeDetails(code, message, details) }),
  };
}
