import { expect, test } from 'vitest';
import { pauseContainer } from '../../../src/engine/containers/pause.ts';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { askRaw, JSON_BODY } from '../../fixtures/ask-raw.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

/** A container in each state that a request can meet; `ID` stands for the one it names. */
function world() {
  const { engine, processes, create } = lifecycleWorld();
  const ids = new Map([['created', create({ name: 'created' })]]);
  const started = (name: string, hostConfig: object = {}) => {
    ids.set(name, create({ name, hostConfig }));
    startContainer(engine, name);
    return ids.get(name) as string;
  };
  started('running');
  started('paused');
  pauseContainer(engine, 'paused');
  processes.end(started('exited'), 3);
  processes.end(started('restarting', { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }), 4);
  return {
    async ask(method: string, path: string, body?: string) {
      const options = body === undefined ? {} : { headers: JSON_BODY, body };
      const answer = await askRaw(engine, method, `/v1.51${path}`, options);
      const id = ids.get(path.split(/[/?]/)[2] ?? '') ?? 'none';
      const text = answer.body.trimEnd().replaceAll(id, 'ID').replaceAll(id.slice(0, 12), 'ID');
      return `${answer.status} ${text.replace(/^\{"message":"(.*)"\}$/, '$1')}`.trim();
    },
  };
}

// Statuses and sentences recorded from dockerd 28.5.2.
test.each([
  ['POST', 'created/stop', '304'],
  ['POST', 'running/start', '304'],
  ['POST', 'restarting/start', '304'],
  ['POST', 'exited/stop', '304'],
  ['POST', 'paused/start', '409 cannot start a paused container, try unpause instead'],
  ['POST', 'running/start?checkpoint=x', '400 checkpoint is only supported in experimental mode'],
  ['POST', 'exited/kill', '409 cannot kill container: exited: container ID is not running'],
  ['POST', 'running/kill?signal=FOO', '400 cannot kill container: running: invalid signal: FOO'],
  ['POST', 'running/kill?signal=0', '400 cannot kill container: running: invalid signal: 0'],
  [
    'POST',
    'running/kill?signal=65',
    '400 cannot kill container: running: the linux daemon does not support signal 65',
  ],
  ['POST', 'nope/kill', '404 cannot kill container: nope: No such container: nope'],
  ['POST', 'nope/kill?signal=FOO', '400 cannot kill container: nope: invalid signal: FOO'],
  ['POST', 'running/stop?t=x', '500 strconv.Atoi: parsing \\"x\\": invalid syntax'],
  ['POST', 'running/stop?signal=FOO', '500 cannot stop container: running: invalid signal: FOO'],
  ['POST', 'running/restart?signal=FOO', '500 Cannot restart container running: invalid signal: FOO'],
  ['POST', 'nope/restart', '404 No such container: nope'],
  ['POST', 'created/pause', '409 container ID is not running'],
  ['POST', 'paused/pause', '409 Container ID is already paused'],
  ['POST', 'restarting/pause', '409 Container ID is restarting, wait until the container is running'],
  ['POST', 'running/unpause', '500 Container ID is not paused'],
  ['POST', 'exited/wait', '200 {"StatusCode":3}'],
  ['POST', 'running/wait?condition=foo', '400 invalid condition: \\"foo\\"'],
  ['POST', 'created/resize?h=1&w=1', '409 container ID is not running'],
  [
    'POST',
    'restarting/resize?h=1&w=1',
    '404 NotFound: container \\"ID\\" in namespace \\"moby\\": not found',
  ],
  ['POST', 'running/resize?h=x&w=1', '400 invalid resize height \\"x\\": invalid syntax'],
  ['POST', 'running/resize?h=1', '400 invalid resize width \\"\\": invalid syntax'],
  ['POST', 'running/resize?h=-1&w=1', '400 invalid resize height \\"-1\\": value out of range'],
  [
    'POST',
    'running/resize?h=4294967296&w=1',
    '400 invalid resize height \\"4294967296\\": value out of range',
  ],
  ['POST', 'running/resize?h=1&w=1', '200'],
  ['GET', 'created/top', '409 container ID is not running'],
  ['GET', 'restarting/top', '409 Container ID is restarting, wait until the container is running'],
  ['GET', 'running/top?ps_args=-o+foo%3DPID', '500 specifying \\"foo=PID\\" is not allowed'],
  ['GET', 'running/top?ps_args=-eo+comm', "500 Couldn't find PID field in ps output"],
  ['GET', 'running/top?ps_args=xyz', '500 ps: error: unsupported option (BSD syntax)'],
  ['GET', 'running/logs', '400 Bad parameters: you must choose at least one stream'],
  ['GET', 'nope/logs', '400 Bad parameters: you must choose at least one stream'],
  ['GET', 'running/logs?stdout=1&since=abc', '500 strconv.ParseInt: parsing \\"abc\\": invalid syntax'],
  ['GET', 'running/logs?stdout=1&since=1.5x', '500 strconv.ParseInt: parsing \\"5x\\": invalid syntax'],
  ['GET', 'running/stats?one-shot=1', '400 cannot have stream=true and one-shot=true'],
  ['POST', 'nope/attach?stream=1', '404 No such container: nope'],
  ['POST', 'paused/attach?stream=1', '409 container paused is paused, unpause the container before attach'],
  [
    'POST',
    'restarting/attach?stream=1',
    '409 container restarting is restarting, wait until the container is running',
  ],
  ['POST', 'running/attach?detachKeys=ctrl-1', '400 Invalid detach keys (ctrl-1) provided'],
])('%s /containers/%s: %s', async (method, path, expected) => {
  expect(await world().ask(method, `/containers/${path}`)).toBe(expected);
});

test.each([
  ['created', { Cmd: ['ls'] }, '409 container ID is not running'],
  ['paused', { Cmd: ['ls'] }, '409 Container paused is paused, unpause the container before exec'],
  ['restarting', { Cmd: ['ls'] }, '409 Container ID is restarting, wait until the container is running'],
  ['running', {}, '400 No exec command specified'],
  ['nope', { Cmd: [] }, '400 No exec command specified'],
  ['nope', { Cmd: ['ls'] }, '404 No such container: nope'],
  ['running', { Cmd: ['ls'], DetachKeys: 'ctrl-1' }, '500 Invalid escape keys (ctrl-1) provided'],
  [
    'running',
    { Cmd: ['ls'], User: 'nouser' },
    '400 unable to find user nouser: no matching entries in passwd file',
  ],
])('exec in %s with %j: %s', async (name, body, expected) => {
  expect(await world().ask('POST', `/containers/${name}/exec`, JSON.stringify(body))).toBe(expected);
});

test('a body at start', async () => {
  const sentence =
    '400 starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24';
  expect(await world().ask('POST', '/containers/created/start', '{"a":"bcdefgh"}')).toBe(sentence);
});

test('stats of a container that does not run: zero values, in order', async () => {
  const zeroCpu =
    '{"cpu_usage":{"total_usage":0,"usage_in_kernelmode":0,"usage_in_usermode":0},' +
    '"throttling_data":{"periods":0,"throttled_periods":0,"throttled_time":0}}';
  const expected =
    '200 {"name":"/exited","id":"ID","read":"0001-01-01T00:00:00Z","preread":"0001-01-01T00:00:00Z",' +
    '"pids_stats":{},"blkio_stats":{"io_service_bytes_recursive":null,"io_serviced_recursive":null,' +
    '"io_queue_recursive":null,"io_service_time_recursive":null,"io_wait_time_recursive":null,' +
    '"io_merged_recursive":null,"io_time_recursive":null,"sectors_recursive":null},"num_procs":0,' +
    `"storage_stats":{},"cpu_stats":${zeroCpu},"precpu_stats":${zeroCpu},"memory_stats":{}}`;
  expect(await world().ask('GET', '/containers/exited/stats?stream=0')).toBe(expected);
});
