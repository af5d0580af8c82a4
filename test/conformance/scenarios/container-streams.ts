import type { AskOptions } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

const UPGRADE: AskOptions = {
  headers: [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'tcp'],
  ],
};
const TALK = { Cmd: ['sh', '-c', 'echo out; echo err >&2; echo more'] };

export const containerStreams: Scenarios = {
  logs: async docker => {
    const id = await docker.run(TALK, 'box');
    await docker.post(`/containers/${id}/wait`);
    for (const query of [
      'stdout=1',
      'stderr=1',
      'stdout=1&timestamps=1',
      'stdout=1&tail=1',
      'stdout=1&tail=0',
      'stdout=1&tail=all',
      'stdout=1&tail=x',
      'stdout=1&tail=-1',
      'stdout=1&since=4000000000',
      'stdout=1&until=1',
      'stdout=1&since=x',
      'stdout=1&until=x',
      'stdout=1&follow=1',
      'stdout=1&details=1',
      '',
      'stdout=0&stderr=0',
      'follow=1',
    ]) {
      await docker.get(`/containers/${id}/logs?${query}`);
    }
    await docker.get(`/containers/${id}/logs?stdout=1`, { version: '/v1.41' });
  },
  'logs-tty': async docker => {
    const id = await docker.run({ Cmd: ['sh', '-c', 'echo one; echo two'], Tty: true }, 'box');
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/logs?stdout=1&stderr=1`);
    await docker.get(`/containers/${id}/logs?stdout=1&tail=1&timestamps=1`);
  },
  'logs-follow': async docker => {
    const script =
      'echo one; while [ ! -e /go ]; do sleep 0.1; done; echo two; while [ ! -e /end ]; do sleep 0.1; done';
    const id = await docker.run({ Cmd: ['sh', '-c', script] }, 'box');
    const logs = await docker.stream('GET', `/containers/${id}/logs?stdout=1&follow=1`);
    await logs.until('one');
    const touch = async (file: string) => {
      const exec = await docker.post(`/containers/${id}/exec`, { Cmd: ['touch', file] });
      await docker.post(`/exec/${exec.json.Id}/start`, { Detach: true });
    };
    await touch('/go');
    await logs.until('two');
    const tail = await docker.stream('GET', `/containers/${id}/logs?stdout=1&follow=1&tail=1`);
    await tail.until('two');
    await touch('/end');
    await logs.ended();
    await tail.ended();
  },
  'logs-drivers': async docker => {
    for (const Type of ['none', 'local', 'json-file']) {
      const id = await docker.run({ ...TALK, HostConfig: { LogConfig: { Type } } });
      await docker.post(`/containers/${id}/wait`);
      await docker.get(`/containers/${id}/logs?stdout=1`);
      await docker.delete(`/containers/${id}`);
    }
  },
  'attach-output': async docker => {
    const id = await docker.create(TALK, 'box');
    const attached = await docker.stream(
      'POST',
      `/containers/${id}/attach?stream=1&stdout=1&stderr=1`,
      undefined,
      UPGRADE,
    );
    await docker.post(`/containers/${id}/start`);
    await attached.ended();
    await docker.post(`/containers/${id}/wait`);
    const logs = await docker.stream(
      'POST',
      `/containers/${id}/attach?logs=1&stdout=1&stderr=1`,
      undefined,
      UPGRADE,
    );
    await logs.ended();
    const plain = await docker.stream('POST', `/containers/${id}/attach?logs=1&stdout=1`);
    await plain.ended();
    await docker.post(`/containers/${id}/attach?stream=1&stdout=1&detachKeys=bad-keys`);
  },
  'attach-stdin': async docker => {
    const id = await docker.create(
      { Cmd: ['cat'], OpenStdin: true, StdinOnce: true, AttachStdin: true },
      'box',
    );
    const attached = await docker.stream(
      'POST',
      `/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`,
      undefined,
      UPGRADE,
    );
    await docker.post(`/containers/${id}/start`);
    await attached.write('hello\n');
    await attached.until('hello');
    await attached.write('again\n');
    await attached.until('again');
    await attached.end();
    await attached.ended();
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/logs?stdout=1`);
  },
  'attach-tty': async docker => {
    const id = await docker.create(
      { Cmd: ['cat'], OpenStdin: true, Tty: true, AttachStdin: true, AttachStdout: true },
      'box',
    );
    const attached = await docker.stream(
      'POST',
      `/containers/${id}/attach?stream=1&stdin=1&stdout=1`,
      undefined,
      UPGRADE,
    );
    await docker.post(`/containers/${id}/start`);
    await docker.post(`/containers/${id}/resize?h=24&w=80`);
    await docker.post(`/containers/${id}/resize?h=x&w=80`);
    await docker.post(`/containers/${id}/resize?h=24`);
    await attached.write('hello\n');
    await attached.until('hello\r\nhello\r\n');
    await attached.write('\u0004');
    await attached.ended();
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/json`);
  },
  'attach-detach-keys': async docker => {
    const id = await docker.run({ Cmd: ['cat'], OpenStdin: true, Tty: true }, 'box');
    const attached = await docker.stream(
      'POST',
      `/containers/${id}/attach?stream=1&stdin=1&stdout=1`,
      undefined,
      UPGRADE,
    );
    await attached.write('\u0010');
    await attached.write('\u0011');
    await attached.ended();
    const other = await docker.stream(
      'POST',
      `/containers/${id}/attach?stream=1&stdin=1&stdout=1&detachKeys=ctrl-a,x`,
      undefined,
      UPGRADE,
    );
    await other.write('\u0001x');
    await other.ended();
    await docker.get('/containers/json');
  },
  'attach-states': async docker => {
    const id = await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    await docker.post(`/containers/${id}/pause`);
    await docker.post(`/containers/${id}/attach?stream=1&stdout=1`);
    await docker.post(`/containers/${id}/kill`);
    await docker.post(`/containers/${id}/wait`);
    const ended = await docker.stream(
      'POST',
      `/containers/${id}/attach?stream=1&stdout=1`,
      undefined,
      UPGRADE,
    );
    ended.abort(); // dockerd keeps such a client waiting
  },
  top: async docker => {
    const id = await docker.run({ Cmd: ['sh', '-c', 'sleep 1000; true'] }, 'box');
    await docker.get(`/containers/${id}/top?ps_args=-o%20pid,comm`);
    await docker.get(`/containers/${id}/top?ps_args=--nope`);
    await docker.get(`/containers/${id}/top`);
  },
  'stats-one': async docker => {
    const id = await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    await docker.get(`/containers/${id}/stats?stream=0&one-shot=1`);
    await docker.get(`/containers/${id}/stats?stream=1&one-shot=1`);
  },
};
