import type { Scenarios } from '../scenario.ts';

export const system: Scenarios = {
  ping: async docker => {
    for (const version of ['', '/v1.24', '/v1.51']) {
      await docker.get('/_ping', { version });
      await docker.head('/_ping', { version });
    }
    await docker.post('/_ping', undefined, { version: '' });
    await docker.get('/_ping/', { version: '' });
  },
  version: async docker => {
    for (const version of ['', '/v1.24', '/v1.40', '/v1.51']) await docker.get('/version', { version });
  },
  info: async docker => {
    await docker.get('/info');
    await docker.run({ Cmd: ['sleep', '1000'] }, 'running');
    await docker.create({}, 'created');
    await docker.get('/info');
    for (const version of ['/v1.24', '/v1.41', '/v1.44', '/v1.48', ''])
      await docker.get('/info', { version });
  },
  'version-negotiation': async docker => {
    for (const version of [
      '/v1.23',
      '/v1.52',
      '/v1.99',
      '/v2.0',
      '/v0.1',
      '/v1',
      '/vx',
      '/v1.51.1',
      '/1.51',
      '/v1.051',
      '/v01.51',
    ]) {
      await docker.get('/version', { version });
      await docker.get('/nosuch', { version });
    }
  },
  routing: async docker => {
    for (const path of [
      '/',
      '',
      '/nosuch',
      '/containers',
      '/containers/',
      '/containers/json/',
      '//containers/json',
      '/containers/../version',
      '/images//json',
    ]) {
      await docker.get(path);
    }
    await docker.post('/containers/json');
    await docker.delete('/version');
    await docker.put('/info');
    await docker.head('/containers/json');
    await docker.ask('OPTIONS', '/info');
    await docker.ask('PATCH', '/info');
    await docker.get('/containers/%2Fx/json');
    await docker.get('/containers/a%20b/json');
    await docker.get('/Version');
  },
  'disk-usage': async docker => {
    await docker.create({}, 'box');
    await docker.post('/volumes/create', { Name: 'vol' });
    await docker.get('/system/df');
    for (const query of [
      'type=container',
      'type=image',
      'type=volume',
      'type=build-cache',
      'type=nope',
      'type=image&type=volume',
    ]) {
      await docker.get(`/system/df?${query}`);
    }
    await docker.get('/system/df', { version: '/v1.41' });
  },
  'events-errors': async docker => {
    for (const query of [
      'since=x',
      'until=x',
      'since=2&until=1',
      'filters={',
      'filters={"nosuch":["a"]}',
      'since=1&until=2',
    ]) {
      await docker.get(`/events?${query}&until=1`);
    }
    await docker.get(`/events?until=1&filters=${encodeURIComponent('[]')}`);
  },
  'events-life': async docker => {
    const events = await docker.stream('GET', '/events');
    const id = await docker.create({ Cmd: ['sleep', '1000'], Labels: { app: 'x' } }, 'box');
    await docker.post(`/containers/${id}/start`);
    await docker.post(`/containers/${id}/rename?name=bax`);
    await docker.post(`/containers/${id}/pause`);
    await docker.post(`/containers/${id}/unpause`);
    await docker.post(`/containers/${id}/resize?h=1&w=2`);
    await docker.post(`/containers/${id}/update`, { RestartPolicy: { Name: 'no' } });
    await docker.get(`/containers/${id}/top`);
    await docker.post(`/containers/${id}/kill?signal=KILL`);
    await docker.post(`/containers/${id}/wait`);
    await docker.delete(`/containers/${id}`);
    await docker.post('/networks/create', { Name: 'net' });
    await docker.delete('/networks/net');
    await docker.post('/volumes/create', { Name: 'vol' });
    await docker.delete('/volumes/vol');
    await docker.post('/images/busybox/tag?repo=tagged');
    await docker.delete('/images/tagged');
    await events.until('"Action":"untag"');
    await docker.post('/containers/prune');
    await events.until('"prune"');
    events.abort();
    await events.ended();
  },
  'events-filters': async docker => {
    const filters = (value: object) => encodeURIComponent(JSON.stringify(value));
    const started = await docker.stream('GET', `/events?filters=${filters({ event: ['start', 'die'] })}`);
    const labelled = await docker.stream('GET', `/events?filters=${filters({ label: ['app=x'] })}`);
    const typed = await docker.stream('GET', `/events?filters=${filters({ type: ['network'] })}`);
    const named = await docker.stream('GET', `/events?filters=${filters({ container: ['box'] })}`);
    const id = await docker.run({ Cmd: ['true'], Labels: { app: 'x' } }, 'box');
    await docker.post(`/containers/${id}/wait`);
    await docker.delete(`/containers/${id}`);
    await named.until('"destroy"');
    for (const stream of [started, labelled, typed, named]) {
      stream.abort();
      await stream.ended();
    }
    await docker.get(`/events?since=1&until=2&filters=${filters({ type: ['nope'] })}`);
  },
  auth: async docker => {
    await docker.post('/auth', '{');
    await docker.post('/auth', '');
    await docker.post('/auth', 'x', { headers: [['Content-Type', 'text/plain']] });
  },
  'bad-bodies': async docker => {
    for (const path of [
      '/networks/create',
      '/volumes/create',
      '/containers/x/update',
      '/containers/x/exec',
      '/networks/x/connect',
    ]) {
      for (const body of ['{"Name":1}', '{"Name":"a"}}', '{"a":\u0001}', '"', '{"Name":"\\u12"}', 'tru'])
        await docker.post(path, body);
      await docker.post(path, undefined);
    }
  },
  'not-a-swarm': async docker => {
    for (const path of ['/swarm', '/services', '/nodes', '/tasks', '/secrets', '/configs'])
      await docker.get(path);
    await docker.post('/swarm/leave');
    await docker.get('/plugins');
  },
};
