import { expect, test } from 'vitest';
import { api, createEngine } from '../../src/index.ts';
import { askRaw, JSON_BODY } from '../fixtures/ask-raw.ts';

/** Each has a meaning in JavaScript that no Docker user has in mind. */
const ODD_NAMES = ['constructor', '__proto__', 'toString'];

type Request = readonly [method: string, target: string, body?: object];

/** Places in which a name from a request is looked up in a table. */
function requestsWith(name: string): Request[] {
  const map: Record<string, string> = JSON.parse(`{"${name}":"x"}`);
  const hostConfigs = [
    { NetworkMode: name },
    { IpcMode: name },
    { Runtime: name },
    { Isolation: name },
    { RestartPolicy: { Name: name } },
    { LogConfig: { Type: name } },
    { LogConfig: { Type: 'json-file', Config: map } },
    { Mounts: [{ Type: name, Target: '/x' }] },
    { Mounts: [{ Type: 'bind', Source: '/', Target: '/x', BindOptions: { Propagation: name } }] },
    { Sysctls: map },
    { StorageOpt: map },
    { CapAdd: [name] },
    { Ulimits: [{ Name: name }] },
    { PortBindings: { [`${name}`]: [{}] } },
  ];
  return [
    ['POST', '/networks/create', { Name: 'n1', Driver: name }],
    ['POST', '/networks/create', { Name: 'n2', Options: map }],
    ['POST', '/networks/create', { Name: 'n3', IPAM: { Driver: name } }],
    ['POST', '/volumes/create', { Name: 'v1', DriverOpts: map }],
    ['POST', '/volumes/create', { Name: 'v2', Driver: name }],
    ['POST', `/images/create?fromImage=busybox&platform=${name}`],
    ['POST', `/images/create?fromImage=busybox&platform=linux/${name}/${name}`],
    ['POST', `/images/create?fromImage=alpine&tag=${name}`],
    ['POST', '/containers/create', { Image: 'busybox', StopSignal: name, Labels: map }],
    ...hostConfigs.map(
      (HostConfig): Request => ['POST', '/containers/create', { Image: 'busybox', HostConfig }],
    ),
    ['GET', '/containers/json?all=1'],
    ['GET', `/containers/running/top?ps_args=${name}`],
    ['GET', `/containers/running/top?ps_args=-o%20${name}`],
    ['POST', `/containers/running/kill?signal=${name}`],
    ['POST', '/containers/running/exec', { Cmd: [name], User: name, DetachKeys: name }],
    ['GET', `/containers/json?filters=${encodeURIComponent(JSON.stringify({ [`${name}`]: [name] }))}`],
    [
      'GET',
      `/containers/json?filters=${encodeURIComponent(JSON.stringify({ label: [name], status: [name] }))}`,
    ],
  ];
}

test.each(ODD_NAMES)('nothing breaks on the name %s', async name => {
  const daemon = api(createEngine({ clock: 'manual' }));
  const ask = (method: string, target: string, body?: object) =>
    askRaw(daemon, method, target, body && { headers: JSON_BODY, body: JSON.stringify(body) });
  await ask('POST', '/images/create?fromImage=busybox&tag=latest');
  await ask('POST', '/containers/create?name=running', { Image: 'busybox', Cmd: ['sleep', '1000'] });
  await ask('POST', '/containers/running/start');
  const broken: string[] = [];
  for (const request of requestsWith(name)) {
    const { body } = await ask(...request);
    if (body.includes('dockless failed')) broken.push(`${request[0]} ${request[1]}: ${body}`);
  }
  expect(broken).toEqual([]);
});
