import { connect } from 'node:net';

export const json = (method: string, target: string, body: string, headers = '') =>
  `${method} ${target} HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
export const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: d\r\n\r\n`;
const deep = (depth: number) => `${'{"Labels":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** What a broken, hostile or unlucky client may send. Each gets an answer, or a closed connection; never silence. */
export const requests: Record<string, string | Buffer> = {
  'nothing but line ends': '\r\n\r\n\r\n\r\n',
  'no HTTP at all': 'hello\r\n\r\n',
  'binary noise': Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 251)).subarray(
    0,
    4000,
  ),
  'a TLS hello': Buffer.from('16030100c8010000c40303', 'hex'),
  'an unknown method': 'BREW /_ping HTTP/1.1\r\nHost: d\r\n\r\n',
  'an unknown HTTP version': 'GET /_ping HTTP/3.0\r\nHost: d\r\n\r\n',
  'no Host': 'GET /_ping HTTP/1.1\r\n\r\n',
  'a header without a colon': 'GET /_ping HTTP/1.1\r\nHost: d\r\nbroken\r\n\r\n',
  'a negative length': 'POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Length: -1\r\n\r\n',
  'two lengths':
    'POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
  'a bad chunk':
    'POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  'a target that is no path': get('*'),
  'a bad escape': get('/containers/%zz/json'),
  'a path that climbs': get('/containers/../../../../etc/passwd'),
  'a NUL in the path': get('/containers/a%00b/json'),
  'a very long path': get(`/containers/${'x'.repeat(100_000)}/json`),
  'a version that is none': get('/v1.51.9.9/info'),
  'a version of one hundred digits': get(`/v1.${'9'.repeat(100)}/info`),
  'half a JSON body': json('POST', '/containers/create', '{"Image":'),
  'JSON that is no object': json('POST', '/containers/create', '[1,2,3]'),
  'JSON of wrong types': json('POST', '/containers/create', '{"Image":1,"Cmd":{"a":[]},"HostConfig":[]}'),
  'deep JSON': json('POST', '/containers/create', deep(20_000)),
  'prototype keys': json(
    'POST',
    '/containers/create',
    '{"__proto__":{"x":1},"constructor":{"prototype":{}},"Image":"nosuch"}',
  ),
  'a huge number': json('POST', '/containers/create', '{"Image":"busybox","HostConfig":{"Memory":1e400}}'),
  'broken UTF-8': json('POST', '/containers/create', '{"Image":"\ud800"}'),
  'filters that are no JSON': get('/containers/json?filters=%7B%22a'),
  'filters of wrong types': get(`/containers/json?filters=${encodeURIComponent('{"status":{"x":"y"}}')}`),
  'a limit that is no number': get('/containers/json?limit=abc'),
  'times that are none': get('/events?since=never&until=ever'),
  'an upgrade to nonsense':
    'POST /containers/x/attach HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: nonsense\r\n\r\n',
  'an exec start of nothing': json(
    'POST',
    '/exec/nosuch/start',
    '{"Detach":false}',
    'Connection: Upgrade\r\nUpgrade: tcp\r\n',
  ),
  'a tar that is none': `PUT /containers/x/archive?path=/ HTTP/1.1\r\nHost: d\r\nContent-Length: 600\r\n\r\n${'not a tar '.repeat(60)}`,
  'an image that is none': `POST /images/load HTTP/1.1\r\nHost: d\r\nContent-Length: 600\r\n\r\n${'not a tar '.repeat(60)}`,
};

/** Sends the bytes, half-closes, and resolves with all that came back once the server closed too. */
export function send(socketPath: string, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(socketPath, () => socket.end(bytes));
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`no answer and no end; so far: ${JSON.stringify(answer)}`));
    }, 8_000);
    socket.setEncoding('latin1');
    socket.on('data', text => {
      answer += text;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

/** Status and body of an answer; a chunked body joined, a body of any length cut short. */
export function essence(answer: string): { status: string; body: string } {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const status = head.split('\r\n')[0] ?? '';
  const whole = rest.join('\r\n\r\n');
  const body = /transfer-encoding: chunked/i.test(head)
    ? whole.replace(/(^|\r\n)[0-9a-f]+\r\n/g, '').trimEnd()
    : whole;
  return { status, body: body.slice(0, 500) };
}
