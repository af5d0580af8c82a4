import type { ContainerConfig } from '../containers/config.ts';
import { invalidParameter } from '../errors.ts';
import { jsonList } from './exec-form.ts';
import { healthcheck } from './healthcheck-change.ts';

type Change = (config: ContainerConfig, rest: string) => void;

/** The Dockerfile instructions that commit and import take as changes (moby builder/dockerfile, BuildFromConfig). */
const CHANGES: Readonly<Record<string, Change>> = {
  CMD: (config, rest) => {
    config.Cmd = command(rest);
  },
  ENTRYPOINT: (config, rest) => {
    config.Entrypoint = command(rest);
  },
  ENV: (config, rest) => {
    for (const [name, value] of pairs(rest)) {
      const others = (config.Env ?? []).filter(entry => !entry.startsWith(`${name}=`));
      config.Env = [...others, `${name}=${value}`];
    }
  },
  EXPOSE: (config, rest) => {
    for (const port of rest.split(/\s+/)) {
      config.ExposedPorts = { ...config.ExposedPorts, [port.includes('/') ? port : `${port}/tcp`]: {} };
    }
  },
  HEALTHCHECK: (config, rest) => {
    config.Healthcheck = healthcheck(rest);
  },
  LABEL: (config, rest) => {
    config.Labels = { ...config.Labels, ...Object.fromEntries(pairs(rest)) };
  },
  ONBUILD: (config, rest) => {
    config.OnBuild = [...(config.OnBuild ?? []), rest];
  },
  STOPSIGNAL: (config, rest) => {
    config.StopSignal = rest;
  },
  USER: (config, rest) => {
    config.User = rest;
  },
  VOLUME: (config, rest) => {
    const paths = jsonList(rest) ?? rest.split(/\s+/);
    config.Volumes = { ...config.Volumes, ...Object.fromEntries(paths.map(path => [path, {}])) };
  },
  WORKDIR: (config, rest) => {
    config.WorkingDir = rest.startsWith('/') ? rest : `${config.WorkingDir.replace(/\/$/, '')}/${rest}`;
  },
};

/** A configuration with changes applied, one instruction a line. */
export function applyChanges(config: ContainerConfig, changes: readonly string[]): ContainerConfig {
  const changed = { ...config };
  for (const line of changes.flatMap(text => text.split('\n'))) {
    const [, name = '', rest = ''] = /^\s*(\S+)\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === '') continue;
    const instruction = name.toUpperCase();
    const change = CHANGES[instruction];
    if (change !== undefined) change(changed, rest);
    else throw invalidParameter(`${name} is not a valid change command`);
  }
  return changed;
}

/** Exec form, or a shell's command line. */
function command(rest: string): string[] {
  return jsonList(rest) ?? ['/bin/sh', '-c', rest];
}

/** `a=b c="d e"`, or the old form `name the rest`. */
function pairs(rest: string): Array<[string, string]> {
  if (!/^[^\s=]+=/.test(rest)) {
    const [, name = '', value = ''] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
    return [[name, value]];
  }
  const words = rest.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map(word => {
    const equals = word.indexOf('=');
    return [unquote(word.slice(0, equals)), unquote(word.slice(equals + 1))];
  });
}

function unquote(text: string): string {
  return text.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) => {
    return single ?? escaped ?? (double as string).replace(/\\(.)/g, '$1');
  });
}
