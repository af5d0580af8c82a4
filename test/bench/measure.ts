/** The middle of several numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

/** Milliseconds that `work` takes. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds of processor time in this process, which other processes do not lengthen. */
export async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/**
 * Milliseconds a call, by name. The contestants take turns, so that what else the machine does hits them alike;
 * the median of the rounds is taken, after a warm-up.
 */
export async function contest(
  contestants: Readonly<Record<string, () => Promise<unknown>>>,
  rounds: number,
  measure: (work: () => Promise<unknown>) => Promise<number> = time,
): Promise<Record<string, number>> {
  const times: Record<string, number[]> = {};
  const warmUp = Math.ceil(rounds / 5);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(contestants)) {
      const taken = await measure(work);
      if (round >= 0) {
        times[name] ??= [];
        times[name].push(taken);
      }
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

export const ms = (value: number): string =>
  value < 10 ? `${value.toFixed(3)} ms` : `${value.toFixed(1)} ms`;

/** One row of the report; `aim` says whether it was met. */
export function report(what: string, values: readonly string[], aim?: { met: boolean; text: string }): void {
  const verdict = aim === undefined ? '' : `  ${aim.met ? 'met   ' : 'MISSED'} ${aim.text}`;
  console.log(`${what.padEnd(34)}${values.map(value => value.padStart(14)).join('')}${verdict}`);
}
