import type { ErrorSource } from '../engine/build/buildkit/solve-failure.ts';
import { toBase64 } from '../support/base64.ts';
import { defineMessages } from './define-messages.ts';

const messages = defineMessages({
  Status: { code: [1, 'int32'], message: [2, 'string'], details: [3, 'repeated Any'] },
  Any: { typeUrl: [1, 'string'], value: [2, 'bytes'] },
});

/** What an error says beside its sentence (google.protobuf.Any). */
export interface StatusDetail {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** The trailer that brings them: google.rpc.Status, in base64. */
export function encodeDetails(code: number, message: string, details: readonly StatusDetail[]): string {
  return toBase64(messages.encode('Status', { code, message, details: [...details] }));
}

/** The lines of a Dockerfile that a failure is about, in BuildKit's own JSON (buildkit solver/errdefs, Source). */
export function sourceDetail({ filename, text, ranges }: ErrorSource): StatusDetail {
  const data = toBase64(new TextEncoder().encode(text));
  const source = {
    info: { filename, data, language: 'Dockerfile' },
    ranges: ranges.map(({ start, end }) => ({ start: { line: start }, end: { line: end } })),
  };
  const value = new TextEncoder().encode(JSON.stringify(source));
  return { typeUrl: 'github.com/moby/buildkit/errdefs.Source+json', value };
}
