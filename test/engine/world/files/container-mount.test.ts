import { expect, test } from 'vitest';
import { api, createEngine } from '../../../../src/index.ts';
import { askRaw, JSON_BODY } from '../../../fixtures/ask-raw.ts';

const LONG = `/${'x'.repeat(300)}`;
const RUNC =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: ' +
  'unable to start container process: error during container init: error mounting ';
const HINT =
  ': Are you trying to mount a directory onto a file (or vice-versa)? ' +
  'Check if the specified host path exists and is the expected type';

/** What creating, copying from and starting such a container answers, and the exit code it is left with. */
async function attempts(hostConfig: object) {
  const daemon = api(createEngine());
  const ask = async (method: string, path: string, body?: object) => {
    const options = body && { headers: JSON_BODY, body: JSON.stringify(body) };
    const { status, body: text } = await askRaw(daemon, method, `/v1.51${path}`, options);
    const sentence = /^\{"message":/.test(text) ? JSON.parse(text).message : '';
    return `${status} ${sentence.replace(/[0-9a-f]{64}/, 'LAYER')}`.trim();
  };
  await ask('POST', '/images/create?fromImage=busybox&tag=latest');
  const body = { Image: 'busybox', Cmd: ['sleep', '100'], HostConfig: hostConfig };
  const created = await ask('POST', '/containers/create?name=cc', body);
  if (created !== '201') return [created];
  const copied = await ask('GET', '/containers/cc/archive?path=/bin/sh');
  const started = await ask('POST', '/containers/cc/start');
  const { body: shown } = await askRaw(daemon, 'GET', '/v1.51/containers/cc/json');
  return [copied, started, JSON.parse(shown).State.ExitCode];
}

// dockerd 28.5.2 with runc 1.1.5, its data directory put back to the usual one.
test.each([
  [
    { Binds: ['/tmp:/etc/passwd'] },
    [
      '500 mkdirat etc/passwd: file exists',
      `400 ${RUNC}"/tmp" to rootfs at "/etc/passwd": mount /tmp:/etc/passwd (via /proc/self/fd/6), flags: 0x5000: not a directory${HINT}`,
      127,
    ],
  ],
  [
    { Mounts: [{ Type: 'volume', Source: 'vv', Target: '/etc/passwd', VolumeOptions: { NoCopy: true } }] },
    [
      '500 mkdirat etc/passwd: file exists',
      `400 ${RUNC}"/var/lib/docker/volumes/vv/_data" to rootfs at "/etc/passwd": mount /var/lib/docker/volumes/vv/_data:/etc/passwd (via /proc/self/fd/6), flags: 0x5000: not a directory${HINT}`,
      127,
    ],
  ],
  [
    { Tmpfs: { '/etc/passwd': '' } },
    [
      '200',
      `400 ${RUNC}"tmpfs" to rootfs at "/etc/passwd": mount tmpfs:/etc/passwd (via /proc/self/fd/6), flags: 0xe: not a directory${HINT}`,
      127,
    ],
  ],
  [
    { Binds: ['/tmp:/etc/passwd/q'] },
    [
      '500 openat etc/passwd: not a directory',
      `400 ${RUNC}"/tmp" to rootfs at "/etc/passwd/q": open o_path procfd: open /var/lib/docker/overlay2/LAYER/merged/etc/passwd/q: not a directory${HINT}`,
      127,
    ],
  ],
  [
    { Tmpfs: { '/etc/passwd/q': '' } },
    [
      '200',
      `400 ${RUNC}"tmpfs" to rootfs at "/etc/passwd/q": mkdir /var/lib/docker/overlay2/LAYER/merged/etc/passwd: not a directory${HINT}`,
      127,
    ],
  ],
  [
    { Binds: [`/tmp:${LONG}`] },
    [
      `500 mkdirat ${LONG.slice(1)}: file name too long`,
      `500 ${RUNC}"/tmp" to rootfs at "${LONG}": lstat /var/lib/docker/overlay2/LAYER/merged${LONG}: file name too long`,
      128,
    ],
  ],
  [{ Binds: [`vv:${LONG}`] }, [`500 lstat /var/lib/docker/overlay2/LAYER/merged${LONG}: file name too long`]],
  [
    { Binds: ['vv:/etc/passwd/q'] },
    ['500 lstat /var/lib/docker/overlay2/LAYER/merged/etc/passwd/q: not a directory'],
  ],
  [
    { Mounts: [{ Type: 'volume', Source: 'vv', Target: '/etc/passwd' }] },
    ['500 source /var/lib/docker/overlay2/LAYER/merged/etc/passwd is not directory'],
  ],
])('%j', async (hostConfig, answers) => {
  expect(await attempts(hostConfig)).toEqual(answers);
});
