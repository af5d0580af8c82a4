import type { BuildStatus } from '../../engine/build/buildkit/solve-request.ts';
import { encode } from './messages.ts';

const NS_A_SECOND = 1_000_000_000n;

export const timestamp = (ns: bigint) => ({ seconds: ns / NS_A_SECOND, nanos: Number(ns % NS_A_SECOND) });

/** `started` and `completed` where they are known. */
const times = ({ startedNs, completedNs }: { startedNs?: bigint; completedNs?: bigint }) => ({
  ...(startedNs !== undefined && { started: timestamp(startedNs) }),
  ...(completedNs !== undefined && { completed: timestamp(completedNs) }),
});

export function statusMessage({ vertexes = [], statuses = [], logs = [] }: BuildStatus): Uint8Array {
  return encode('StatusResponse', {
    vertexes: vertexes.map(({ digest, inputs, name, cached = false, error = '', ...rest }) => {
      return { digest, inputs, name, cached, error, ...times(rest) };
    }),
    statuses: statuses.map(({ id, vertex, name = '', current = 0, total = 0, timestampNs, ...rest }) => {
      const counts = { current: BigInt(current), total: BigInt(total) };
      return { ID: id, vertex, name, ...counts, timestamp: timestamp(timestampNs), ...times(rest) };
    }),
    logs: logs.map(({ vertex, timestampNs, stream, data }) => {
      return { vertex, timestamp: timestamp(timestampNs), stream: BigInt(stream), msg: data };
    }),
  });
}
