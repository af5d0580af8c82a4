import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { faults } from '../../src/recording/faults/faults.ts';
import { Docker } from '../conformance/client.ts';
import { askWithFullDisk } from './disk-full/calls.ts';

const recorded = JSON.parse(readFileSync(new URL('disk-full/recorded.json', import.meta.url), 'utf8'));

test('with a full disk, calls that write fail in dockerd’s words and the others are answered', async () => {
  const engine = createEngine({ images: ['busybox'], clock: 'real' });
  let full = false;
  const daemon = api(engine);
  const faulty = faults([{ fault: { kind: 'diskFull' } }], daemon);
  const answers = await askWithFullDisk(
    exchange => (full ? faulty(exchange) : daemon(exchange)),
    () => {
      full = true;
    },
  );
  expect(answers).toEqual(recorded);
  engine.close();
});

test('a pull ends in the middle of its first layer, and the image is not there', async () => {
  const plan = [{ on: 'POST /images/create', nth: 1, fault: { kind: 'diskFull' } }] as const;
  const docker = new Docker(faults(plan, api(createEngine())));
  const pull = () => docker.post('/images/create?fromImage=busybox&tag=latest');
  const { status, text } = await pull();
  expect(status).toBe(200);
  expect(text).toContain('"status":"Downloading"');
  const last = JSON.parse(text.trim().split('\r\n').at(-1) as string);
  // As dockerd 28.5.2 said it of an image of localhost:5000, but for the digits.
  const message = 'write /var/lib/docker/tmp/GetImageBlob1234567890: no space left on device';
  expect(last).toEqual({ errorDetail: { message }, error: message });
  expect((await docker.get('/images/json')).json).toEqual([]);
  expect((await pull()).text).toContain('Downloaded newer image for busybox:latest');
});

test('progress fails once it got as far as the test wants', async () => {
  const fault = { kind: 'failProgress', after: 'Extracting', message: 'unexpected EOF' } as const;
  const docker = new Docker(faults([{ fault }], api(createEngine())));
  const { text } = await docker.post('/images/create?fromImage=busybox&tag=latest');
  expect(text).toMatch(
    /Download complete.*\r\n\{"errorDetail":\{"message":"unexpected EOF"\},"error":"unexpected EOF"\}\r\n$/,
  );
});
