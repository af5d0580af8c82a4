import { formatGoDuration } from '../../support/go-duration.ts';
import { goQuote } from '../../support/go-strconv.ts';
import type { HealthConfig } from '../containers/config.ts';

/** `["sh" "-c"]`: a list of strings as Go's %q prints it. */
export const quotedList = (items: readonly string[] | null | undefined): string =>
  `[${(items ?? []).map(goQuote).join(' ')}]`;

/** `[sh -c]`: with %v. */
export const plainList = (items: readonly string[]): string => `[${items.join(' ')}]`;

/** A pointer to Go's HealthConfig, as dockerd puts it into the history. */
export function healthText(health: HealthConfig): string {
  const { Interval, Timeout, StartPeriod, StartInterval } = health;
  const durations = [Interval, Timeout, StartPeriod, StartInterval].map(ns =>
    formatGoDuration(BigInt(ns ?? 0)),
  );
  return `&{${plainList(health.Test ?? [])} ${durations.join(' ')} ${health.Retries ?? 0}}`;
}
