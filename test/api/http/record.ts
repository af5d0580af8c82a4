// Asks a real daemon every request of requests.ts and writes down its answers:
//   node test/api/http/record.ts /path/to/docker.sock
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { type RecordedRequest, requests } from './requests.ts';

const socketPath = process.argv[2];
if (socketPath === undefined) throw new Error('usage: node test/api/http/record.ts SOCKET');

function exchange({ method, target, headers = [], body }: RecordedRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const head = [
      `${method} ${target} HTTP/1.1`,
      'Host: docker',
      ...headers.map(([name, value]) => `${name}: ${value}`),
      ...(body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
      'Connection: close',
    ];
    const socket = connect(socketPath as string);
    const chunks: Buffer[] = [];
    socket.on('data', chunk => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
    socket.write(`${head.join('\r\n')}\r\n\r\n${body ?? ''}`);
  });
}

const answers = [];
for (const request of requests) {
  const raw = await exchange(request);
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const [statusLine = '', ...headers] = head.split('\r\n');
  answers.push({
    request,
    status: Number(statusLine.split(' ')[1]),
    // `Connection: close` is there because the recorder asked for it.
    headers: headers
      .filter(line => line !== 'Connection: close')
      .map(line => line.replace(/^Date: .*/, 'Date: DATE')),
    body: rest.join('\r\n\r\n'),
  });
}
const text = JSON.stringify(answers, null, 1).replaceAll('28.5.2+dfsg4', '28.5.2');
writeFileSync(new URL('recorded.json', import.meta.url), `${text}\n`);
