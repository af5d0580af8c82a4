import { parseGoInt } from '../../../../support/go-strconv.ts';
import { formatRfc3339Nano } from '../../../../support/go-time.ts';
import { invalidParameter } from '../../../errors.ts';
import type { FrontendOptions } from './frontend-options.ts';

const SECOND_NS = 1_000_000_000n;

/** SOURCE_DATE_EPOCH, where the client gives it: what is made is dated with it. */
export function sourceDate({ buildArgs }: FrontendOptions): {
  readonly epochNs: bigint | undefined;
  readonly epoch: string | undefined;
} {
  const text = buildArgs.get('SOURCE_DATE_EPOCH') ?? '';
  if (text === '') return { epochNs: undefined, epoch: undefined };
  const parsed = parseGoInt(text, 'ParseInt', 64);
  if ('problem' in parsed) throw invalidParameter(`invalid SOURCE_DATE_EPOCH: ${text}: ${parsed.problem}`);
  const epochNs = parsed.value * SECOND_NS;
  return { epochNs, epoch: formatRfc3339Nano(epochNs) };
}
