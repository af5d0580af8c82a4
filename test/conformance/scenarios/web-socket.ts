import { encodeFrame, OPCODES } from '../../../src/support/web-socket-frames.ts';
import type { AskOptions, Docker, Stream } from '../client.ts';
import type { Scenarios } from '../scenario.ts';

const HANDSHAKE: AskOptions = {
  headers: [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Origin', 'http://docker'],
  ],
};

const MASK = Uint8Array.of(1, 2, 3, 4);
const message = (text: string) => encodeFrame(OPCODES.text, new TextEncoder().encode(text), MASK);
const close = () => encodeFrame(OPCODES.close, Uint8Array.of(0x03, 0xe8), MASK);

const open = (docker: Docker, name: string, query: string): Promise<Stream> =>
  docker.stream('GET', `/containers/${name}/attach/ws?${query}`, undefined, HANDSHAKE);

export const webSocket: Scenarios = {
  'web-socket': async docker => {
    const id = await docker.run({ Cmd: ['cat'], OpenStdin: true, StdinOnce: true }, 'box');
    const attached = await open(docker, id, 'stream=1&stdin=1&stdout=1&stderr=1');
    await attached.write(message('hello\n'));
    await attached.until('hello');
    await attached.write(message('again\n'));
    await attached.until('again');
    await attached.write(close());
    await docker.post(`/containers/${id}/wait`);
    await docker.run({ Cmd: ['sh', '-c', 'echo out; echo more'] }, 'talk');
    await docker.post('/containers/talk/wait');
    const logs = await open(docker, 'talk', 'logs=1&stdout=1');
    await logs.until('more');
    await logs.ended();
  },
  'web-socket-errors': async docker => {
    await docker.run({ Cmd: ['sleep', '1000'] }, 'box');
    await docker.get('/containers/nosuch/attach/ws?stream=1&stdout=1', HANDSHAKE);
    await docker.get('/containers/box/attach/ws?stream=1&stdout=1&detachKeys=bad-keys', HANDSHAKE);
    await docker.post('/containers/box/pause');
    await docker.get('/containers/box/attach/ws?stream=1&stdout=1', HANDSHAKE);
  },
};
