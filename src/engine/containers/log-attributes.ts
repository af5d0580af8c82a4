import { compileGoRegexp, type GoRegexp } from '../../support/go-regexp.ts';
import { NotSimulatedError } from '../errors.ts';
import type { Container } from './container.ts';

/** Labels and variables that the log options name (moby daemon/logger/loginfo.go, ExtraAttributes), by name. */
export function logAttributes({ config, hostConfig }: Readonly<Container>): Map<string, string> {
  const options = hostConfig.LogConfig.Config ?? {};
  const attributes = new Map<string, string>();
  const keep = (all: Iterable<[string, string]>, names: string | undefined, pattern: string | undefined) => {
    const listed = new Set(names?.split(','));
    const matches = pattern ? patternOf(pattern) : undefined;
    for (const [key, value] of all) if (listed.has(key) || matches?.test(key)) attributes.set(key, value);
  };
  keep(Object.entries(config.Labels ?? {}), options.labels, options['labels-regex']);
  keep(variables(config.Env ?? []), options.env, options['env-regex']);
  return new Map([...attributes].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** dockerd refuses a broken one when it starts the container, in one of Go's many sentences. */
function patternOf(text: string): GoRegexp {
  const pattern = compileGoRegexp(text);
  if (pattern === undefined) throw new NotSimulatedError(`the regular expression ${text} among log options`);
  return pattern;
}

function variables(env: readonly string[]): Array<[string, string]> {
  return env.map(entry => {
    const equals = entry.indexOf('=');
    return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)];
  });
}
