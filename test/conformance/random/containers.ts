import { updateBody } from './create.ts';
import { type Area, CONTAINERS, containerRef, IMAGES, NETWORKS, query, VOLUMES } from './draw.ts';

export const act: Area = luck => {
  const name = containerRef(luck);
  const action = luck.pick([
    'start',
    'start',
    'start',
    'start?detachKeys=x',
    'stop?t=0',
    'stop?t=0&signal=TERM',
    'stop?signal=NOPE',
    'stop?t=x',
    'kill',
    'kill?signal=NOPE',
    'kill?signal=CONT',
    'kill?signal=9',
    'kill?signal=usr1',
    'kill?signal=0',
    'pause',
    'pause',
    'unpause',
    'restart?t=0',
    'restart?t=x',
    'resize?h=10&w=20',
    'resize?h=x',
    'resize?h=-1&w=2',
  ]);
  const settles = /^(start|stop|kill|restart)/.test(action) ? name : undefined;
  return {
    method: 'POST',
    path: `/containers/${name}/${action}`,
    ...(settles === undefined ? {} : { settles }),
  };
};

export const look: Area = luck => {
  const { pick } = luck;
  const name = containerRef(luck);
  const what = pick([
    'json',
    'json',
    'json',
    'json?size=1',
    'json?size=x',
    'top',
    'top?ps_args=aux',
    'changes',
    'logs',
    'logs',
    'stats',
  ]);
  if (what === 'logs') {
    const parameters = luck.some(3, {
      stdout: ['1', 'true', '0', 'x'],
      stderr: ['1', '1', '0'],
      timestamps: ['1'],
      tail: ['1', '0', 'all', 'x', '-1'],
      since: ['0', '1', 'x', '9999999999'],
      until: ['1', 'x', '9999999999'],
      details: ['1'],
    });
    return { method: 'GET', path: `/containers/${name}/logs${query(parameters)}` };
  }
  if (what === 'stats') return { method: 'GET', path: `/containers/${name}/stats?stream=0&one-shot=1` };
  return { method: 'GET', path: `/containers/${name}/${what}` };
};

/** Blocking calls: what comes while the client stays. */
export const listen: Area = luck => {
  const { pick } = luck;
  const name = containerRef(luck);
  if (luck.once(3)) {
    const path = `/containers/${name}/attach?${pick(['stream=1&stdin=1&stdout=1&stderr=1', 'logs=1&stdout=1&stderr=1', 'stream=1&stdout=1', 'logs=1', '', 'logs=1&stdout=1&detachKeys=bad-keys'])}`;
    const input = path.includes('stdin=1') ? { input: 'echo said\n' } : {};
    return { method: 'POST', path, readMs: 150, settles: name, ...input };
  }
  const condition = pick([
    '',
    '?condition=not-running',
    '?condition=next-exit',
    '?condition=removed',
    '?condition=x',
  ]);
  return { method: 'POST', path: `/containers/${name}/wait${condition}`, readMs: 100 };
};

export const list: Area = luck => {
  const { pick } = luck;
  const filters = pick<object | string>([
    {},
    {},
    { status: [pick(['running', 'exited', 'created', 'paused', 'dead', 'nope'])] },
    { name: [pick([...CONTAINERS, '^/x', 'y$', '('])] },
    { id: [pick(['<id:xx>', '<prefix:yy>', 'nosuch'])] },
    { label: [pick(['app', 'app=x', 'app=z'])] },
    { 'label!': ['app'] },
    { ancestor: [pick(IMAGES)] },
    { network: [pick(NETWORKS)] },
    { volume: [pick(VOLUMES)] },
    { volume: ['/v'] },
    { before: [pick([...CONTAINERS, 'nosuch'])] },
    { since: [pick([...CONTAINERS, 'nosuch'])] },
    { exited: [pick(['0', '3', '137', 'x'])] },
    { health: [pick(['none', 'starting', 'x'])] },
    { publish: [pick(['80', '8085', '80/tcp', 'x', '79-81'])] },
    { expose: [pick(['80', '80/udp', '1-100/tcp'])] },
    { isolation: ['default'] },
    { 'is-task': [pick(['true', 'x'])] },
    { status: { running: true, exited: true } },
    { nosuch: ['x'] },
    { name: 'x' },
    '{',
    '[]',
  ]);
  const fields = luck.some(2, { all: ['1', 'true', '1'], limit: ['2', '0', '-1', 'x'], size: ['1'] });
  return { method: 'GET', path: `/containers/json${query({ ...fields, filters })}` };
};

export const change: Area = luck => {
  const { pick, once } = luck;
  const name = containerRef(luck);
  if (once(3)) return { method: 'POST', path: `/containers/${name}/update`, body: updateBody(luck) };
  if (once(3)) {
    const to = pick([...CONTAINERS, 'a', 'aa', 'bad%20name', '', '%2Fzz']);
    return { method: 'POST', path: `/containers/${name}/rename?name=${to}` };
  }
  if (once(8)) {
    const filters = pick<object>([
      {},
      { label: ['app'] },
      { 'label!': ['app=x'] },
      { until: ['0'] },
      { until: ['x'] },
      { nosuch: ['x'] },
    ]);
    return { method: 'POST', path: `/containers/prune${query({ filters })}` };
  }
  return {
    method: 'DELETE',
    path: `/containers/${name}${pick(['', '', '?force=1', '?force=1&v=1', '?v=1', '?link=1'])}`,
  };
};
