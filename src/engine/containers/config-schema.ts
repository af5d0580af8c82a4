import {
  bool,
  type CustomSchema,
  type Field,
  int,
  int64,
  map,
  named,
  omit,
  pointer,
  type Schema,
  type StructSchema,
  slice,
  string,
  struct,
} from '../../support/go-json/schema.ts';
import type { ContainerConfig } from './config.ts';

/** Go's strslice.StrSlice: one string stands for a list of one. */
export const stringSlice: CustomSchema = {
  kind: 'custom',
  name: 'strslice.StrSlice',
  zero: null,
  decode(value) {
    if (typeof value === 'string') return [value];
    if (value === null) return null;
    if (!Array.isArray(value)) throw new Error(cannotUnmarshal(value));
    return value.map(item => {
      if (typeof item === 'string') return item;
      if (item === null) return '';
      throw new Error(cannotUnmarshal(value));
    });
  },
};

function cannotUnmarshal(value: unknown): string {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${kind} into Go value of type string`;
}

const emptyStructs = map(struct('', {}));

const duration = named('time.Duration', int64);

const healthConfig = struct('v1.HealthcheckConfig', {
  Test: omit(slice(string)),
  Interval: omit(duration),
  Timeout: omit(duration),
  StartPeriod: omit(duration),
  StartInterval: omit(duration),
  Retries: omit(int),
});

// Fields in the order of moby api/types/container/config.go, which is the order clients see.
const configFields = {
  Hostname: string,
  Domainname: string,
  User: string,
  AttachStdin: bool,
  AttachStdout: bool,
  AttachStderr: bool,
  ExposedPorts: omit(named('nat.PortSet', emptyStructs)),
  Tty: bool,
  OpenStdin: bool,
  StdinOnce: bool,
  Env: slice(string),
  Cmd: stringSlice,
  Healthcheck: omit(pointer(healthConfig)),
  ArgsEscaped: omit(bool),
  Image: string,
  Volumes: emptyStructs,
  WorkingDir: string,
  Entrypoint: stringSlice,
  NetworkDisabled: omit(bool),
  MacAddress: omit(string),
  OnBuild: slice(string),
  Labels: map(string),
  StopSignal: omit(string),
  StopTimeout: omit(pointer(int)),
  Shell: omit(stringSlice),
} satisfies Record<keyof ContainerConfig, Schema | Field>;

export const containerConfigSchema: StructSchema = struct('container.Config', configFields);
