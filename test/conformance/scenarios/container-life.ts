import type { Scenarios } from '../scenario.ts';

const SLEEP = { Cmd: ['sleep', '1000'] };
/** Ends at once at SIGTERM. */
const TRAP = { Cmd: ['sh', '-c', 'trap "exit 5" TERM; while :; do sleep 0.1; done'] };

const ACTIONS = [
  'start',
  'stop',
  'restart',
  'kill',
  'pause',
  'unpause',
  'resize?h=10&w=20',
  'rename?name=other',
  'update',
  'wait',
] as const;

export const containerLife: Scenarios = {
  'no-such-container': async docker => {
    for (const action of ACTIONS)
      await docker.post(`/containers/nosuch/${action}`, action === 'update' ? {} : undefined);
    for (const path of [
      'json',
      'logs?stdout=1',
      'top',
      'stats?stream=0',
      'changes',
      'export',
      'archive?path=/',
    ]) {
      await docker.get(`/containers/nosuch/${path}`);
    }
    await docker.post('/containers/nosuch/attach?stream=1&stdout=1');
    await docker.post('/containers/nosuch/exec', { Cmd: ['true'] });
    await docker.delete('/containers/nosuch');
    await docker.delete('/containers/nosuch?force=1');
  },
  'actions-on-created': async docker => {
    const id = await docker.create(SLEEP, 'box');
    for (const action of ['kill', 'pause', 'unpause', 'resize?h=10&w=20', 'stop']) {
      await docker.post(`/containers/${id}/${action}`);
    }
    await docker.get(`/containers/${id}/top`);
    await docker.get(`/containers/${id}/stats?stream=0`);
    await docker.get(`/containers/${id}/logs?stdout=1`);
    await docker.post(`/containers/${id}/exec`, { Cmd: ['true'] });
    await docker.get(`/containers/${id}/json`);
  },
  'actions-on-running': async docker => {
    const id = await docker.run(SLEEP, 'box');
    await docker.get(`/containers/${id}/json`);
    await docker.post(`/containers/${id}/start`);
    await docker.post(`/containers/${id}/unpause`);
    await docker.delete(`/containers/${id}`);
    await docker.post(`/containers/${id}/resize?h=10&w=20`);
    await docker.post(`/containers/${id}/kill?signal=NOPE`);
    await docker.post(`/containers/${id}/kill?signal=0`);
    await docker.post(`/containers/${id}/kill?signal=999`);
    await docker.post(`/containers/${id}/stop?t=x`);
    await docker.post(`/containers/${id}/stop?t=1&signal=NOPE`);
    await docker.post(`/containers/${id}/kill?signal=SIGURG`);
    await docker.get('/containers/json');
    await docker.post(`/containers/${id}/kill`);
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/json`);
  },
  'actions-on-paused': async docker => {
    const id = await docker.run(TRAP, 'box');
    await docker.post(`/containers/${id}/pause`);
    await docker.post(`/containers/${id}/pause`);
    await docker.get(`/containers/${id}/json`);
    await docker.post(`/containers/${id}/start`);
    await docker.post(`/containers/${id}/exec`, { Cmd: ['true'] });
    await docker.delete(`/containers/${id}`);
    await docker.get(`/containers/${id}/top`);
    await docker.post(`/containers/${id}/unpause`);
    await docker.post(`/containers/${id}/unpause`);
    await docker.post(`/containers/${id}/pause`);
    await docker.post(`/containers/${id}/kill`);
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/json`);
  },
  'actions-on-exited': async docker => {
    const id = await docker.run({ Cmd: ['sh', '-c', 'exit 3'] }, 'box');
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/json`);
    for (const action of ['stop', 'kill', 'pause', 'unpause', 'resize?h=1&w=1']) {
      await docker.post(`/containers/${id}/${action}`);
    }
    await docker.get(`/containers/${id}/top`);
    await docker.get(`/containers/${id}/stats?stream=0`);
    await docker.post(`/containers/${id}/exec`, { Cmd: ['true'] });
    await docker.post(`/containers/${id}/start`);
    await docker.post(`/containers/${id}/wait`);
    await docker.delete(`/containers/${id}`);
    await docker.delete(`/containers/${id}`);
  },
  stop: async docker => {
    const id = await docker.run(TRAP, 'box');
    await docker.post(`/containers/${id}/stop`);
    await docker.get(`/containers/${id}/json`);
    await docker.post(`/containers/${id}/stop`);
    const stubborn = await docker.run(SLEEP, 'stubborn');
    await docker.post(`/containers/${stubborn}/stop?t=0`);
    await docker.get(`/containers/${stubborn}/json`);
    const signal = await docker.run(
      { Cmd: ['sh', '-c', 'trap "exit 6" USR1; while :; do sleep 0.1; done'] },
      'signal',
    );
    await docker.post(`/containers/${signal}/stop?signal=SIGUSR1`);
    await docker.get(`/containers/${signal}/json`);
    const own = await docker.run({
      Cmd: ['sh', '-c', 'trap "exit 7" INT; while :; do sleep 0.1; done'],
      StopSignal: 'SIGINT',
    });
    await docker.post(`/containers/${own}/stop`);
    await docker.get(`/containers/${own}/json`);
  },
  restart: async docker => {
    const id = await docker.create(TRAP, 'box');
    await docker.post(`/containers/${id}/restart`);
    await docker.get(`/containers/${id}/json`);
    await docker.post(`/containers/${id}/restart?t=1`);
    await docker.post(`/containers/${id}/restart?t=x`);
    await docker.post(`/containers/${id}/pause`);
    await docker.post(`/containers/${id}/restart?t=0`);
    await docker.get('/containers/json?all=1');
    await docker.post(`/containers/${id}/stop`);
    await docker.post(`/containers/${id}/restart`);
    await docker.get(`/containers/${id}/json`);
  },
  kill: async docker => {
    for (const signal of [
      '',
      '?signal=TERM',
      '?signal=SIGKILL',
      '?signal=15',
      '?signal=usr1',
      '?signal=sigterm',
    ]) {
      const id = await docker.run(TRAP);
      await docker.post(`/containers/${id}/kill${signal}`);
      if (signal === '?signal=usr1') await docker.post(`/containers/${id}/kill`);
      await docker.post(`/containers/${id}/wait`);
      await docker.delete(`/containers/${id}`);
    }
  },
  'start-failures': async docker => {
    for (const Cmd of [['nosuch'], ['/no/such'], ['/etc/passwd'], ['/tmp'], ['']]) {
      const id = await docker.create({ Cmd });
      await docker.post(`/containers/${id}/start`);
      await docker.get(`/containers/${id}/json`);
      await docker.get(`/containers/json?all=1&filters={"id":["${id}"]}`);
    }
    await docker.post('/containers/create', { Image: 'busybox', WorkingDir: '/etc/passwd' });
    for (const config of [{ User: 'nosuchuser' }, { User: 'root:nosuchgroup' }]) {
      const id = await docker.create({ Cmd: ['true'], ...config });
      await docker.post(`/containers/${id}/start`);
      await docker.get(`/containers/${id}/json`);
    }
    await docker.post('/containers/nosuch/start', { Binds: [] });
    const id = await docker.create({ Cmd: ['true'] });
    await docker.post(`/containers/${id}/start`, { Binds: ['/a:/b'] });
  },
  'exit-codes': async docker => {
    for (const script of [
      'exit 0',
      'exit 42',
      'exit 256',
      'kill -9 $$',
      'kill -TERM $$',
      'nosuchcommand',
      'false',
      '(exit 7)',
    ]) {
      const id = await docker.run({ Cmd: ['sh', '-c', script] });
      await docker.post(`/containers/${id}/wait`);
      await docker.get(`/containers/${id}/json`);
      await docker.delete(`/containers/${id}`);
    }
  },
  'wait-conditions': async docker => {
    const id = await docker.create(TRAP, 'box');
    await docker.post(`/containers/${id}/wait`);
    await docker.post(`/containers/${id}/wait?condition=not-running`);
    await docker.post(`/containers/${id}/wait?condition=nope`);
    const next = await docker.stream('POST', `/containers/${id}/wait?condition=next-exit`);
    await docker.post(`/containers/${id}/start`);
    const removed = await docker.stream('POST', `/containers/${id}/wait?condition=removed`);
    const stopped = await docker.stream('POST', `/containers/${id}/wait?condition=not-running`);
    await docker.post(`/containers/${id}/stop`);
    await next.ended();
    await stopped.ended();
    await docker.post(`/containers/${id}/wait`);
    await docker.delete(`/containers/${id}`);
    await removed.ended();
    const old = await docker.create({ Cmd: ['true'] });
    await docker.post(`/containers/${old}/start`);
    await docker.post(`/containers/${old}/wait`, undefined, { version: '/v1.29' });
  },
  remove: async docker => {
    const running = await docker.run(SLEEP, 'running');
    await docker.delete('/containers/running');
    await docker.delete('/containers/running?force=1');
    await docker.get(`/containers/${running}/json`);
    const paused = await docker.run(SLEEP, 'paused');
    await docker.post(`/containers/${paused}/pause`);
    await docker.delete('/containers/paused');
    await docker.delete('/containers/paused?force=true&v=1');
    await docker.create({}, 'box');
    await docker.delete('/containers/box?link=1');
    await docker.delete('/containers/box?force=0');
    await docker.delete('/containers/box');
  },
  rename: async docker => {
    const id = await docker.create({}, 'one');
    await docker.create({}, 'two');
    for (const name of ['two', 'one', '', 'bad name', '/three', 'x', '-a']) {
      await docker.post(`/containers/${id}/rename?name=${encodeURIComponent(name)}`);
    }
    await docker.post('/containers/three/rename?name=four');
    await docker.get('/containers/four/json');
    await docker.get('/containers/one/json');
    await docker.post('/containers/four/start');
    await docker.post('/containers/four/rename?name=five');
  },
  update: async docker => {
    const id = await docker.run(
      { ...SLEEP, HostConfig: { Memory: 67_108_864, MemorySwap: 134_217_728 } },
      'box',
    );
    for (const body of [
      {},
      { RestartPolicy: { Name: 'always' } },
      { RestartPolicy: { Name: 'nope' } },
      { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 4 } },
      { Memory: 100 },
      { Memory: 268_435_456 },
      { Memory: 100_000_000, MemorySwap: 200_000_000 },
      { CpuShares: 256 },
      { NanoCpus: 500_000_000 },
      { CpuPeriod: 1 },
      { PidsLimit: 20 },
      { BlkioWeight: 1 },
    ]) {
      await docker.post(`/containers/${id}/update`, body);
    }
    await docker.get(`/containers/${id}/json`);
    await docker.post(`/containers/${id}/update`, '{');
    await docker.post(`/containers/${id}/update`, 'x', { headers: [['Content-Type', 'text/plain']] });
    await docker.create({ HostConfig: { AutoRemove: true } }, 'auto');
    await docker.post('/containers/auto/update', { RestartPolicy: { Name: 'always' } });
  },
  'auto-remove': async docker => {
    const id = await docker.create({ Cmd: ['sh', '-c', 'exit 4'], HostConfig: { AutoRemove: true } }, 'auto');
    const removed = await docker.stream('POST', `/containers/${id}/wait?condition=removed`);
    await docker.post(`/containers/${id}/start`);
    await removed.ended();
    await docker.get(`/containers/${id}/json`);
    const failed = await docker.create({ Cmd: ['nosuch'], HostConfig: { AutoRemove: true } });
    const gone = await docker.stream('POST', `/containers/${failed}/wait?condition=removed`);
    await docker.post(`/containers/${failed}/start`);
    await gone.ended();
    await docker.get('/containers/json?all=1');
  },
  'restart-policy': async docker => {
    const events = await docker.stream('GET', '/events');
    const id = await docker.create(
      {
        Cmd: ['sh', '-c', 'exit 3'],
        HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 } },
      },
      'retry',
    );
    const end = await docker.stream('POST', `/containers/${id}/wait?condition=removed`);
    await docker.post(`/containers/${id}/start`);
    for (let count = 0; count < 3; count += 1) await docker.stream('POST', `/containers/${id}/wait`);
    await new Promise(resolve => setTimeout(resolve, 3_000));
    await docker.get(`/containers/${id}/json`);
    await docker.delete(`/containers/${id}`);
    await end.ended();
    events.abort();
    await events.ended();
  },
  'health-check': async docker => {
    const events = await docker.stream(
      'GET',
      `/events?filters=${encodeURIComponent('{"event":["health_status"]}')}`,
    );
    const healthy = { Test: ['CMD-SHELL', 'echo fine'], Interval: 1_000_000_000, Retries: 1 };
    const id = await docker.run({ ...SLEEP, Healthcheck: healthy }, 'healthy');
    await docker.get(`/containers/${id}/json`);
    await events.until('health_status: healthy');
    await docker.get(`/containers/${id}/json`);
    await docker.get('/containers/json');
    const sick = await docker.run({ ...SLEEP, Healthcheck: { ...healthy, Test: ['CMD', 'false'] } }, 'sick');
    await events.until('health_status: unhealthy');
    await docker.get(`/containers/${sick}/json`);
    await docker.get('/containers/json?filters={"health":["unhealthy"]}');
    await docker.post(`/containers/${id}/kill`);
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/json`);
    events.abort();
  },
  'published-ports': async docker => {
    const PortBindings = {
      '80/tcp': [{ HostPort: '18080' }],
      '53/udp': [{ HostIp: '127.0.0.1', HostPort: '18053' }],
    };
    const id = await docker.run({
      ...SLEEP,
      ExposedPorts: { '80/tcp': {}, '53/udp': {}, '99/tcp': {} },
      HostConfig: { PortBindings },
    });
    await docker.get(`/containers/${id}/json`);
    await docker.get('/containers/json');
    await docker.get('/containers/json?filters={"publish":["80/tcp"]}');
    await docker.post('/containers/create?name=clash', {
      Image: 'busybox',
      ...SLEEP,
      HostConfig: { PortBindings },
    });
    await docker.post('/containers/clash/start');
    await docker.get('/containers/clash/json');
    await docker.post(`/containers/${id}/kill`);
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/json`);
    await docker.get('/containers/json?all=1');
  },
  'links-and-volumes-from': async docker => {
    await docker.run({ ...SLEEP, Volumes: { '/data': {} } }, 'db');
    const id = await docker.run(
      { ...SLEEP, HostConfig: { Links: ['db:database'], VolumesFrom: ['db:ro'] } },
      'web',
    );
    await docker.get(`/containers/${id}/json`);
    await docker.get('/containers/db/json');
    await docker.get('/containers/json');
    await docker.delete('/containers/web?force=1&v=1');
    await docker.delete('/containers/db?force=1&v=1');
    await docker.get('/volumes');
  },
  /** A container holds what it has from another one's Binds and Mounts only once it mounts it. */
  'volumes-from-references': async docker => {
    const events = await docker.stream('GET', `/events?filters=${encodeURIComponent('{"type":["volume"]}')}`);
    await docker.create(
      {
        Volumes: { '/anon': {} },
        HostConfig: {
          Binds: ['named:/n'],
          Mounts: [
            { Type: 'volume', Target: '/ma' },
            { Type: 'volume', Source: 'mnt', Target: '/m' },
          ],
        },
      },
      'first',
    );
    const from = (name: string) => ({ ...SLEEP, HostConfig: { VolumesFrom: [name] } });
    await docker.create(from('first'), 'second');
    await docker.create(from('second'), 'third');
    await docker.get('/containers/second/json');
    await docker.get('/system/df?type=volume');
    await docker.delete('/volumes/named');
    await docker.delete('/containers/first');
    await docker.get('/system/df?type=volume');
    await docker.delete('/volumes/mnt');
    await docker.delete('/containers/third?v=1');
    await docker.post('/containers/second/start');
    await docker.post('/volumes/create', { Name: 'mnt' });
    await docker.post('/containers/second/start');
    await docker.get('/system/df?type=volume');
    await docker.delete('/volumes/named');
    await docker.delete('/containers/second?force=1&v=1');
    await docker.get('/volumes');
    await events.until('destroy');
    events.abort();
  },
  'tmpfs-modes': async docker => {
    const id = await docker.run(
      {
        Cmd: ['stat', '-c', '%n %a %u:%g', '/home', '/var/log', '/new', '/newer', '/usr', '/root'],
        HostConfig: {
          Tmpfs: { '/home': '', '/var/log': 'mode=700,uid=5', '/new': 'mode=700', '/newer': 'gid=6' },
          Mounts: [
            { Type: 'tmpfs', Target: '/usr' },
            { Type: 'tmpfs', Target: '/root', TmpfsOptions: { Mode: 0o711 } },
          ],
        },
      },
      'box',
    );
    await docker.post(`/containers/${id}/wait`);
    await docker.get(`/containers/${id}/logs?stdout=1&stderr=1`);
  },
};
