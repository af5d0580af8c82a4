import { parseGoDuration } from '../../../support/go-duration.ts';
import { goQuote, parseGoInt } from '../../../support/go-strconv.ts';
import type { HealthConfig } from '../../containers/config.ts';
import { invalidParameter } from '../../errors.ts';
import { type Flags, parseFlags } from './flags.ts';
import type { DockerfileNode } from './node.ts';

const MILLISECOND_NS = 1_000_000n;

/** HEALTHCHECK NONE, or CMD with its options; durations are nanoseconds. */
export function parseHealthcheck({ args, flags, json }: DockerfileNode): HealthConfig {
  const [first, ...rest] = args;
  if (first === undefined) throw invalidParameter('HEALTHCHECK requires at least one argument');
  const type = first.toUpperCase();
  if (type === 'NONE') {
    if (rest.length > 0) throw invalidParameter('HEALTHCHECK NONE takes no arguments');
    return { Test: ['NONE'] };
  }
  const used = parseFlags(flags, {
    interval: 'string',
    timeout: 'string',
    'start-period': 'string',
    'start-interval': 'string',
    retries: 'string',
  });
  if (type !== 'CMD') throw invalidParameter(`Unknown type ${goQuote(type)} in HEALTHCHECK (try CMD)`);
  if (rest.length === 0) throw invalidParameter('Missing command after HEALTHCHECK CMD');
  return {
    Test: json ? ['CMD', ...rest] : ['CMD-SHELL', rest.join(' ')],
    Interval: duration(used, 'interval'),
    Timeout: duration(used, 'timeout'),
    StartPeriod: duration(used, 'start-period'),
    StartInterval: duration(used, 'start-interval'),
    Retries: retries(used),
  };
}

function duration(flags: Flags, name: string): number {
  const [text = ''] = flags.get(name) ?? [];
  if (text === '') return 0;
  const ns = parseGoDuration(text);
  if (ns === undefined) throw invalidParameter(durationProblem(text));
  if (ns !== 0n && ns < MILLISECOND_NS) {
    throw invalidParameter(`Interval ${goQuote(name)} cannot be less than 1ms`);
  }
  return Number(ns);
}

/** What Go's time.ParseDuration says. */
function durationProblem(text: string): string {
  const problem = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)
    ? `missing unit in duration ${goQuote(text)}`
    : `invalid duration ${goQuote(text)}`;
  const [, unit] = /^[+-]?(?:\d+\.?\d*|\.\d+)([^\d.]+)/.exec(text) ?? [];
  return unit === undefined || /^(ns|us|µs|μs|ms|s|m|h)$/.test(unit)
    ? `time: ${problem}`
    : `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`;
}

function retries(flags: Flags): number {
  const [text = ''] = flags.get('retries') ?? [];
  if (text === '') return 0;
  const parsed = parseGoInt(text, 'ParseInt', 32);
  if ('problem' in parsed) throw invalidParameter(parsed.problem);
  if (parsed.value < 0n) throw invalidParameter(`--retries cannot be negative (${parsed.value})`);
  return Number(parsed.value);
}
