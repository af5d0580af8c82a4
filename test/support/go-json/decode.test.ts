import { expect, test } from 'vitest';
import { decodeJson, GoJsonError } from '../../../src/support/go-json/decode.ts';
import {
  array,
  bool,
  type CustomSchema,
  embed,
  int,
  int64,
  map,
  named,
  pointer,
  slice,
  string,
  struct,
  uint,
  uint16,
} from '../../../src/support/go-json/schema.ts';

const strSlice: CustomSchema<string[] | null> = {
  kind: 'custom',
  name: 'strslice.StrSlice',
  zero: null,
  decode: value => value as string[] | null,
};

const config = struct('container.Config', {
  Image: string,
  Tty: bool,
  Env: slice(string),
  Cmd: strSlice,
  ExposedPorts: named('nat.PortSet', map(struct('', {}))),
  Volumes: map(struct('', {})),
  Labels: map(string),
  Healthcheck: pointer(
    struct('v1.HealthcheckConfig', { Test: slice(string), Interval: named('time.Duration', int64) }),
  ),
  StopTimeout: pointer(int),
});

const hostConfig = struct('container.HostConfig', {
  Binds: slice(string),
  NetworkMode: named('container.NetworkMode', string),
  PortBindings: named(
    'nat.PortMap',
    map(slice(struct('nat.PortBinding', { HostIp: string, HostPort: string }))),
  ),
  ConsoleSize: array(2, uint),
  Memory: int64,
  BlkioWeight: uint16,
  DeviceRequests: slice(struct('container.DeviceRequest', { Capabilities: slice(slice(string)) })),
});

const createRequest = struct('container.CreateRequest', {
  Config: embed(pointer(config)),
  HostConfig: pointer(hostConfig),
});

const bytesOf = (text: string) => new TextEncoder().encode(text);

function sentence(body: string | Uint8Array): string {
  try {
    decodeJson(typeof body === 'string' ? bytesOf(body) : body, createRequest, '');
  } catch (error) {
    if (error instanceof GoJsonError) return error.message;
    throw error;
  }
  return 'decoded';
}

// Each sentence is what dockerd 28.5.2, built with Go 1.27, answered to POST /containers/create, without the
// `invalid JSON: ` that its handler puts before it.
test.each([
  ['{', 'unexpected EOF'],
  ['{"Image":', 'unexpected EOF'],
  ['nul', 'unexpected EOF'],
  ['{"a":"x', 'unexpected EOF'],
  ['{"a":"\\', 'unexpected EOF'],
  ['-', 'unexpected EOF'],
  ['1e', 'unexpected EOF'],
  ['{"Image":1,', 'unexpected EOF'],
  ['[1 2]', "invalid character '2' after array element"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 2}', "invalid character '2' after object key:value pair"],
  ['{"Image":"a" "b":1}', "invalid character '\"' after object key:value pair"],
  ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
  ['falsy', "invalid character 'y' in literal false (expecting 'e')"],
  ['{"a":-}', "invalid character '}' in numeric literal"],
  ['{"a":1.}', "invalid character '}' in numeric literal"],
  ['{"a":01}', "invalid character '1' after object key:value pair"],
  ['{"a":"\\q"}', 'invalid escape sequence `\\q` in string'],
  ['{"a":"\\u12"}', 'invalid escape sequence `\\u12"}` in string'],
  ['{"a":"\\u"}', 'invalid escape sequence `\\u"}` in string'],
  ['{"a":"\\u00zz"}', 'invalid escape sequence `\\u00zz` in string'],
  ['{"a":"\x01"}', "invalid character '\\x01' in string"],
  ['"a\nb"', "invalid character '\\n' in string"],
  ['\ufeff{}', "invalid character '\\ufeff' looking for beginning of value"],
  ['é', "invalid character 'é' looking for beginning of value"],
  ['{"a":\\t1}', "invalid character '\\\\' looking for beginning of value"],
  ['{"Image":1,"Env":nul}', "invalid character '}' in literal null (expecting 'l')"],
])('%j is no JSON: %s', (body, expected) => {
  expect(sentence(body)).toBe(expected);
});

test('a byte that is no UTF-8 outside of a string', () => {
  expect(sentence(Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0xe9, 0x7d))).toBe(
    "invalid character '\\xe9' looking for beginning of value",
  );
});

test.each([
  ['[]', 'json: cannot unmarshal array into Go value of type container.CreateRequest'],
  ['"x"', 'json: cannot unmarshal string into Go value of type container.CreateRequest'],
  ['-1', 'json: cannot unmarshal number into Go value of type container.CreateRequest'],
  ['{"Image":1}', 'json: cannot unmarshal number into Go struct field .Image of type string'],
  ['{"Image":1}x', 'json: cannot unmarshal number into Go struct field .Image of type string'],
  ['{"image":{"a":1}}', 'json: cannot unmarshal object into Go struct field .image of type string'],
  ['{"Tty":"true"}', 'json: cannot unmarshal string into Go struct field .Tty of type bool'],
  ['{"Env":"x"}', 'json: cannot unmarshal string into Go struct field .Env of type []string'],
  ['{"Env":[1]}', 'json: cannot unmarshal number into .Env.0 of type string'],
  ['{"Labels":{"a":1}}', 'json: cannot unmarshal number into Go struct field .Labels.a of type string'],
  ['{"Labels":[]}', 'json: cannot unmarshal array into Go struct field .Labels of type map[string]string'],
  [
    '{"ExposedPorts":[]}',
    'json: cannot unmarshal array into Go struct field .ExposedPorts of type nat.PortSet',
  ],
  [
    '{"Volumes":{"/a":1}}',
    'json: cannot unmarshal number into Go struct field .Volumes.~1a of type struct {}',
  ],
  [
    '{"Healthcheck":[]}',
    'json: cannot unmarshal array into Go struct field .Healthcheck of type v1.HealthcheckConfig',
  ],
  [
    '{"Healthcheck":{"Interval":"1s"}}',
    'json: cannot unmarshal string into Go struct field .Healthcheck.Interval of type time.Duration',
  ],
  ['{"StopTimeout":"x"}', 'json: cannot unmarshal string into Go struct field .StopTimeout of type int'],
  [
    '{"HostConfig":3}',
    'json: cannot unmarshal number into Go struct field .HostConfig of type container.HostConfig',
  ],
  [
    '{"HostConfig":{"Memory":1.5}}',
    'json: cannot unmarshal number 1.5 into Go struct field .HostConfig.Memory of type int64',
  ],
  [
    '{"HostConfig":{"Memory":1e3}}',
    'json: cannot unmarshal number 1e3 into Go struct field .HostConfig.Memory of type int64',
  ],
  [
    '{"HostConfig":{"Memory":9223372036854775808}}',
    'json: cannot unmarshal number 9223372036854775808 into Go struct field .HostConfig.Memory of type int64',
  ],
  [
    '{"HostConfig":{"BlkioWeight":70000}}',
    'json: cannot unmarshal number 70000 into Go struct field .HostConfig.BlkioWeight of type uint16',
  ],
  [
    '{"HostConfig":{"NetworkMode":1}}',
    'json: cannot unmarshal number into Go struct field .HostConfig.NetworkMode of type container.NetworkMode',
  ],
  [
    '{"HostConfig":{"PortBindings":{"80/tcp":[{"HostPort":80}]}}}',
    'json: cannot unmarshal number into Go struct field .HostConfig.PortBindings.80~1tcp.0.HostPort of type string',
  ],
  [
    '{"HostConfig":{"PortBindings":{"80/tcp":{"HostPort":80}}}}',
    'json: cannot unmarshal object into Go struct field .HostConfig.PortBindings.80~1tcp of type []nat.PortBinding',
  ],
  [
    '{"HostConfig":{"ConsoleSize":5}}',
    'json: cannot unmarshal number into Go struct field .HostConfig.ConsoleSize of type [2]uint',
  ],
  [
    '{"HostConfig":{"ConsoleSize":[-1,2]}}',
    'json: cannot unmarshal number -1 into .HostConfig.ConsoleSize.0 of type uint',
  ],
  [
    '{"HostConfig":{"DeviceRequests":[{"Capabilities":["x"]}]}}',
    'json: cannot unmarshal string into .HostConfig.DeviceRequests.0.Capabilities.0 of type []string',
  ],
  [
    '{"HostConfig":{"Binds":[null,1]}}',
    'json: cannot unmarshal number into .HostConfig.Binds.1 of type string',
  ],
  ['{} {}', 'unexpected content after JSON'],
  ['{}x', 'unexpected content after JSON'],
  ['{"a":1}/', 'unexpected content after JSON'],
  ['', 'EOF'],
  [' \n', 'EOF'],
  ['{}]', 'decoded'],
  ['{}}}', 'decoded'],
  ['{"a":1e400,"HostConfig":{"Memory":-0}}', 'decoded'],
  ['{"HostConfig":{"ConsoleSize":[1,2,3]}}', 'decoded'],
  ['null', 'decoded'],
])('%j: %s', (body, expected) => {
  expect(sentence(body)).toBe(expected);
});

test('keys in any letter case, null as zero, unknown keys ignored, embedded structs made when needed', () => {
  const decoded = decodeJson(
    bytesOf(
      '{"IMAGE":"busybox","tty":null,"constructor":1,"hostconfig":{"memory":5,"consolesize":[3]},"x":{}}',
    ),
    createRequest,
  );
  expect(decoded).toEqual({
    Config: {
      Image: 'busybox',
      Tty: false,
      Env: null,
      Cmd: null,
      ExposedPorts: null,
      Volumes: null,
      Labels: null,
      Healthcheck: null,
      StopTimeout: null,
    },
    HostConfig: {
      Binds: null,
      NetworkMode: '',
      PortBindings: null,
      ConsoleSize: [3, 0],
      Memory: 5,
      BlkioWeight: 0,
      DeviceRequests: null,
    },
  });
});

test('an empty object leaves pointers nil', () => {
  expect(decodeJson(bytesOf('{}'), createRequest)).toEqual({ Config: null, HostConfig: null });
});

test('an int64 beyond 2^53 is kept exactly', () => {
  const decoded = decodeJson(bytesOf('{"HostConfig":{"Memory":9223372036854775807}}'), createRequest);
  expect(decoded.HostConfig?.Memory).toBe(9223372036854775807n);
});
