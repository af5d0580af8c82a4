import type { AskOptions, Docker } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

const UPGRADE: AskOptions = {
  headers: [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'tcp'],
  ],
};
const OUTPUT = { AttachStdout: true, AttachStderr: true };

async function create(docker: Docker, config: object): Promise<string> {
  return (await docker.post('/containers/box/exec', config)).json.Id;
}

/** Runs to its end and shows what came of it. */
async function exec(docker: Docker, config: object, options: AskOptions = UPGRADE): Promise<void> {
  const id = await create(docker, { ...OUTPUT, ...config });
  const stream = await docker.stream(
    'POST',
    `/exec/${id}/start`,
    { Detach: false, Tty: 'Tty' in config },
    options,
  );
  await stream.ended();
  await docker.get(`/exec/${id}/json`);
}

export const execs: Scenarios = {
  'exec-output': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'], Env: ['FROM=container'], WorkingDir: '/tmp' }, 'box');
    await exec(docker, { Cmd: ['echo', 'hello'] });
    await exec(docker, { Cmd: ['sh', '-c', 'echo out; echo err >&2; exit 3'] });
    await exec(docker, { Cmd: ['sh', '-c', 'echo $FROM $EXTRA; pwd'], Env: ['EXTRA=1'] });
    await exec(docker, { Cmd: ['pwd'], WorkingDir: '/etc' });
    await exec(docker, { Cmd: ['id'], User: 'nobody' });
    await exec(docker, { Cmd: ['id', '-u'], User: '1234:5678' });
    await exec(docker, { Cmd: ['echo', 'no upgrade'] }, {});
    await docker.get('/containers/box/json');
  },
  'exec-stdin': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    const id = await create(docker, { ...OUTPUT, AttachStdin: true, Cmd: ['cat'] });
    await docker.get(`/exec/${id}/json`);
    const stream = await docker.stream('POST', `/exec/${id}/start`, {}, UPGRADE);
    await stream.write('one\n');
    await stream.until('one');
    await docker.get(`/exec/${id}/json`);
    await docker.get('/containers/box/json');
    await stream.end();
    await stream.ended();
    await docker.get(`/exec/${id}/json`);
  },
  'exec-tty': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    const id = await create(docker, {
      ...OUTPUT,
      AttachStdin: true,
      Tty: true,
      Cmd: ['sh', '-c', 'stty size; cat'],
    });
    await docker.post(`/exec/${id}/resize?h=30&w=100`);
    const stream = await docker.stream(
      'POST',
      `/exec/${id}/start`,
      { Tty: true, ConsoleSize: [30, 100] },
      UPGRADE,
    );
    await stream.until('100');
    await docker.post(`/exec/${id}/resize?h=20&w=50`);
    await docker.post(`/exec/${id}/resize?h=a&w=50`);
    await stream.write('hi\n');
    await stream.until('hi\r\nhi\r\n');
    await stream.write('\u0004');
    await stream.ended();
    await docker.get(`/exec/${id}/json`);
  },
  'exec-detached': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    const id = await create(docker, { Cmd: ['sh', '-c', 'exit 4'] });
    await docker.post(`/exec/${id}/start`, { Detach: true });
    await docker.get('/containers/box/logs?stdout=1&stderr=1');
    const slow = await create(docker, { Cmd: ['sleep', '500'] });
    await docker.post(`/exec/${slow}/start`, { Detach: true });
    await docker.get(`/exec/${slow}/json`);
    await docker.post(`/exec/${slow}/start`, { Detach: true });
  },
  'exec-failures': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    for (const Cmd of [['nosuch'], ['/no/such'], ['/etc/passwd'], ['/tmp']]) await exec(docker, { Cmd });
    await exec(docker, { Cmd: ['true'], User: 'nosuchuser' });
    await exec(docker, { Cmd: ['true'], WorkingDir: '/no/such/dir' });
    await exec(docker, { Cmd: ['true'], WorkingDir: 'relative' });
    const detached = await create(docker, { Cmd: ['nosuch'] });
    await docker.post(`/exec/${detached}/start`, { Detach: true });
    await docker.get(`/exec/${detached}/json`);
  },
  'exec-errors': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    for (const body of ['{}', '{"Cmd":[]}', '{"Cmd":null}', '{', '', '{"Cmd":"x"}', '{"Cmd":[""]}']) {
      await docker.post('/containers/box/exec', body);
    }
    await docker.post('/containers/box/exec', '{"Cmd":["a"]}', { headers: [['Content-Type', 'text/plain']] });
    await docker.post('/containers/box/exec', { Cmd: ['a'], DetachKeys: 'bad-keys' });
    await docker.post('/containers/box/exec', { Cmd: ['a'], Env: ['=x'] });
    await docker.post('/exec/nosuch/start', {});
    await docker.post('/exec/nosuch/resize?h=1&w=1');
    await docker.get('/exec/nosuch/json');
    const id = await create(docker, { Cmd: ['true'] });
    await docker.post(`/exec/${id}/resize?h=1&w=1`);
    await docker.post(`/exec/${id}/start`, '{');
    await docker.post(`/exec/${id}/start`, 'x', { headers: [['Content-Type', 'text/plain']] });
    await docker.post(`/exec/${id}/start`, { Detach: true });
    await docker.post(`/exec/${id}/start`, { Detach: true });
    const late = await create(docker, { Cmd: ['true'] });
    await docker.post('/containers/box/kill');
    await docker.post('/containers/box/wait');
    await docker.post(`/exec/${late}/start`, { Detach: true });
    await docker.get(`/exec/${late}/json`);
    await docker.delete('/containers/box');
    await docker.get(`/exec/${late}/json`);
  },
};
