import type { BuildStatus } from '../../engine/build/buildkit/solve-request.ts';
import { encode } from './messages.ts';

const utf8 = new TextEncoder();

const NS_A_SECOND = 1_000_000_000n;

export const timestamp = (ns: bigint) => ({ seconds: ns / NS_A_SECOND, nanos: Number(ns % NS_A_SECOND) });

/** `started` and `completed` where they are known. */
const times = ({ startedNs, completedNs }: { startedNs?: bigint; completedNs?: bigint }) => ({
  ...(startedNs !== undefined && { started: timestamp(startedNs) }),
  ...(completedNs !== undefined && { completed: timestamp(completedNs) }),
});

export function statusMessage(status: BuildStatus): Uint8Array {
  const { vertexes = [], statuses = [], logs = [], warnings = [] } = status;
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
    warnings: warnings.map(({ vertex, rule, text, description, url, filename, dockerfile, lines }) => ({
      ...{ vertex, level: 1n, url, detail: [utf8.encode(description)] },
      short: utf8.encode(`${rule}: ${text} (line ${lines.start})`),
      info: { filename, data: utf8.encode(dockerfile), language: 'Dockerfile' },
      ranges: [{ start: { line: lines.start }, end: { line: lines.end } }],
    })),
  });
}
