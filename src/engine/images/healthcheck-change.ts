import { parseGoDuration } from '../../support/go-duration.ts';
import type { HealthConfig } from '../containers/config.ts';
import { type DockerError, invalidParameter } from '../errors.ts';
import { jsonList } from './exec-form.ts';

/** The flags of HEALTHCHECK that are durations, and the fields they set. */
const DURATIONS: Readonly<Record<string, 'Interval' | 'Timeout' | 'StartPeriod' | 'StartInterval'>> = {
  interval: 'Interval',
  timeout: 'Timeout',
  'start-period': 'StartPeriod',
  'start-interval': 'StartInterval',
};

/** `--interval=5s CMD curl -f http://localhost` (moby builder/dockerfile/instructions, parseHealthcheck). */
export function healthcheck(text: string): HealthConfig {
  const flags: Array<readonly [name: string, value: string]> = [];
  let rest = text;
  for (let flag = FLAG.exec(rest); flag !== null; flag = FLAG.exec(rest)) {
    flags.push([flag[1] as string, flag[2] ?? '']);
    rest = rest.slice(flag[0].length);
  }
  for (const [name] of flags) {
    if (name !== 'retries' && DURATIONS[name] === undefined)
      throw invalidParameter(`unknown flag: --${name}`);
  }
  const [, kind = '', command = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? [];
  if (kind === '') throw invalidParameter('HEALTHCHECK requires at least one argument');
  if (kind.toUpperCase() === 'NONE') {
    if (command !== '') throw invalidParameter('HEALTHCHECK NONE takes no arguments');
    return { Test: ['NONE'] };
  }
  if (kind.toUpperCase() !== 'CMD') throw invalidParameter(`Unknown type "${kind}" in HEALTHCHECK (try CMD)`);
  if (command === '') throw invalidParameter('Missing command after HEALTHCHECK CMD');
  const list = jsonList(command);
  const config: HealthConfig = { Test: list === undefined ? ['CMD-SHELL', command] : ['CMD', ...list] };
  return { ...config, ...Object.assign({}, ...flags.map(([name, value]) => setting(name, value))) };
}

const FLAG = /^--([a-z-]+)(?:=(\S*))?\s*/;
const MILLISECOND = 1_000_000n;

function setting(name: string, value: string): Partial<HealthConfig> {
  if (name === 'retries') {
    if (!/^[+-]?\d+$/.test(value))
      throw invalidParameter(`strconv.ParseInt: parsing "${value}": invalid syntax`);
    if (Number(value) < 0) throw invalidParameter(`--retries cannot be negative (${value})`);
    return { Retries: Number(value) };
  }
  const ns = parseGoDuration(value);
  if (ns === undefined) throw unreadable(value);
  if (ns !== 0n && ns < MILLISECOND) throw invalidParameter(`Interval "${name}" cannot be less than 1ms`);
  return { [DURATIONS[name] as string]: Number(ns) };
}

/** Go's words for the commonest of mistakes in a duration. */
function unreadable(text: string): DockerError {
  const quoted = JSON.stringify(text);
  const [, unit] = /^[+-]?(?:\d+\.?\d*|\.\d+)([^\d.]*)/.exec(text) ?? [];
  if (unit === undefined) return invalidParameter(`time: invalid duration ${quoted}`);
  if (unit === '') return invalidParameter(`time: missing unit in duration ${quoted}`);
  return invalidParameter(`time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`);
}
