import { goQuote, parseGoBool } from '../../support/go-strconv.ts';
import { ownEntry } from '../../support/own-entry.ts';
import { invalidParameter } from '../errors.ts';
import type { LogConfig } from './host-config.ts';

/** Options of every driver that tags its messages. */
const TAGGING = ['env', 'env-regex', 'labels', 'labels-regex', 'tag'];

/** Options that the daemon reads itself, whatever the driver (moby daemon/logger/factory.go, cache/validate.go). */
const BUILT_IN = [
  'mode',
  'max-buffer-size',
  'cache-disabled',
  'cache-max-file',
  'cache-max-size',
  'cache-compress',
];

interface Driver {
  readonly options: readonly string[];
  /** What it calls itself where it refuses an option. */
  readonly name: string;
}

const DRIVERS: Readonly<Record<string, Driver>> = {
  'json-file': {
    options: ['max-file', 'max-size', 'compress', ...TAGGING],
    name: 'json-file log driver',
  },
  local: { options: ['max-file', 'max-size', 'compress'], name: 'log driver local' },
  journald: { options: TAGGING, name: 'journald log driver' },
  syslog: {
    options: [
      ...TAGGING,
      'syslog-address',
      'syslog-facility',
      'syslog-tls-ca-cert',
      'syslog-tls-cert',
      'syslog-tls-key',
      'syslog-tls-skip-verify',
      'syslog-format',
    ],
    name: 'syslog log driver',
  },
  fluentd: {
    options: [
      ...TAGGING,
      'fluentd-address',
      'fluentd-async',
      'fluentd-async-reconnect-interval',
      'fluentd-buffer-limit',
      'fluentd-max-retries',
      'fluentd-request-ack',
      'fluentd-retry-wait',
      'fluentd-sub-second-precision',
      'fluentd-write-timeout',
    ],
    name: 'fluentd log driver',
  },
};

/** Drivers whose options are their own remote service's: only what they cannot do without is checked. */
const REMOTE_DRIVERS: Readonly<Record<string, { option: string; sentence: string } | undefined>> = {
  awslogs: { option: 'awslogs-group', sentence: "must specify a value for log opt 'awslogs-group'" },
  gelf: { option: 'gelf-address', sentence: 'gelf-address is a required parameter' },
  splunk: undefined,
};

/** Completes and checks a container's log configuration (moby daemon/logs.go, daemon/logger/factory.go). */
export function completeLogConfig(given: LogConfig): LogConfig {
  const config: Record<string, string> = { ...given.Config };
  const type = given.Type || 'json-file';
  if (type !== 'none') {
    const problem = modeProblem(config) ?? driverProblem(type, config);
    if (problem !== undefined) throw invalidParameter(problem);
  }
  return { Type: type, Config: config };
}

function modeProblem(config: Readonly<Record<string, string>>): string | undefined {
  const { mode = '', 'max-buffer-size': bufferSize, 'cache-disabled': cacheDisabled = '' } = config;
  if (!['', 'blocking', 'non-blocking'].includes(mode)) {
    return `logger: logging mode not supported: ${mode}`;
  }
  if (bufferSize !== undefined) {
    if (mode !== 'non-blocking') {
      return "logger: max-buffer-size option is only supported with 'mode=non-blocking'";
    }
    const problem = sizeProblem(bufferSize);
    if (problem !== undefined) return `error parsing option max-buffer-size: ${problem}`;
  }
  if (cacheDisabled !== '' && 'problem' in parseGoBool(cacheDisabled)) {
    return `invalid value for option cache-disabled: ${cacheDisabled}`;
  }
  return undefined;
}

/** go-units' RAMInBytes: `10m`, `1.5 GiB`. */
function sizeProblem(text: string): string | undefined {
  const [, number = '', suffix = ''] = /^(.*[0-9. ])([^0-9. ]*)$/s.exec(text) ?? [];
  if (number === '') return `invalid size: '${text}'`;
  const digits = number.endsWith(' ') ? number.slice(0, -1) : number;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(digits)) {
    return `strconv.ParseFloat: parsing ${goQuote(digits)}: invalid syntax`;
  }
  if (Number(digits) < 0) return `invalid size: '${text}'`;
  if (suffix === '' || /^(b|[kmgtp](b|ib)?)$/i.test(suffix)) return undefined;
  return `invalid suffix: '${suffix.length > 3 ? suffix : suffix.toLowerCase()}'`;
}

function driverProblem(type: string, config: Readonly<Record<string, string>>): string | undefined {
  if (type in REMOTE_DRIVERS) {
    const required = ownEntry(REMOTE_DRIVERS, type);
    return required === undefined || config[required.option] ? undefined : required.sentence;
  }
  const driver = ownEntry(DRIVERS, type);
  if (driver === undefined) {
    return `error looking up logging plugin ${type}: plugin ${goQuote(type)} not found`;
  }
  const unknown = Object.keys(config)
    .filter(option => !BUILT_IN.includes(option) && !driver.options.includes(option))
    .sort()[0];
  if (unknown !== undefined) return `unknown log opt '${unknown}' for ${driver.name}`;
  return type === 'syslog' ? syslogProblem(config['syslog-address'] ?? '') : undefined;
}

/** moby daemon/logger/syslog/syslog.go, parseAddress. */
function syslogProblem(address: string): string | undefined {
  if (address === '') return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase() ?? '';
  return /^(unix|unixgram|udp|tcp|tcp\+tls)$/.test(scheme) ? undefined : `unsupported scheme: '${scheme}'`;
}
