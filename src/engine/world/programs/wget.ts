import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { readAll } from './input.ts';
import { command, fail, notSimulated, type Options, showUsage } from './options.ts';
import { complain } from './output.ts';
import { decodeBytes, encodeBytes, encodeText } from './text.ts';

const TABLE = {
  letters: 'cqSO:o:P:U:T:Y:t:',
  long: {
    spider: '\x01',
    'output-document': 'O',
    quiet: 'q',
    header: '\x02',
    'post-data': '\x03',
    timeout: 'T',
    'no-check-certificate': '\x04',
  },
  usage: 'wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [-P DIR] URL...\n\nRetrieve files via HTTP or FTP\n',
};
const LETTERS = `${TABLE.letters}\x01\x02:\x03:\x04`;

export const wget = command('wget', { ...TABLE, letters: LETTERS }, function* (options) {
  if (options.operands.length === 0) return yield* showUsage('wget', TABLE);
  for (const url of options.operands) yield* fetchUrl(url, options, 0);
  return 0;
});

interface Location {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

function* parseUrl(url: string): Sys<Location> {
  const match = /^(?:(\w+):\/\/)?([^/:?#]+)(?::(\d+))?(\/?[^#]*)/.exec(url);
  if (match?.[1] === 'https' || match?.[1] === 'ftp') return yield* notSimulated('wget', `${match[1]}://`);
  const path = match?.[4] || '/';
  return {
    host: match?.[2] ?? '',
    port: Number(match?.[3] ?? 80),
    path: path[0] === '/' ? path : `/${path}`,
  };
}

function* fetchUrl(url: string, options: Options, redirects: number): Sys<void> {
  const quiet = options.has('q');
  const { host, port, path } = yield* parseUrl(url);
  const [address] = yield* sys.resolve(host);
  if (address === undefined) yield* fail('wget', `bad address '${host}'`);
  if (!quiet) yield* complain(`Connecting to ${host}${port === 80 ? '' : `:${port}`} (${address}:${port})`);
  const fd = yield* outcome(sys.connect(address ?? '', port));
  if (fd instanceof Errno)
    return yield* fail('wget', `can't connect to remote host (${address}): ${fd.message}`);
  const post = options.value('\x03');
  const headers = [
    `${post === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1`,
    `Host: ${host}${port === 80 ? '' : `:${port}`}`,
    `User-Agent: ${options.value('U') ?? 'Wget'}`,
    'Connection: close',
    ...options.values('\x02'),
    ...(post === undefined
      ? []
      : ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${encodeText(post).length}`]),
  ];
  yield* sys.write(fd, encodeText(`${headers.join('\r\n')}\r\n\r\n${post ?? ''}`));
  const reply = decodeBytes(yield* readAll(fd));
  yield* sys.close(fd);
  const end = reply.indexOf('\r\n\r\n');
  const head = reply.slice(0, end < 0 ? reply.length : end).split('\r\n');
  const status = /^HTTP\/\d\.\d (\d+)(.*)$/.exec(head[0] ?? '');
  if (!status) return yield* fail('wget', 'error getting response');
  if (options.has('S')) for (const line of head) yield* complain(`  ${line}`);
  const location = headerOf(head, 'location');
  if (/^30[12378]$/.test(status[1] ?? '') && location !== undefined) {
    if (redirects >= 5) return yield* fail('wget', 'too many redirections');
    const next = /^\w+:\/\//.test(location) ? location : `http://${host}:${port}${location}`;
    return yield* fetchUrl(next, options, redirects + 1);
  }
  if (!/^2/.test(status[1] ?? '')) return yield* fail('wget', `server returned error: ${head[0]}`);
  if (options.has('\x01')) {
    if (!quiet) yield* complain('remote file exists');
    return;
  }
  const chunked = headerOf(head, 'transfer-encoding')?.toLowerCase() === 'chunked';
  const raw = end < 0 ? '' : reply.slice(end + 4);
  yield* save(path, chunked ? unchunk(raw) : raw, options);
}

function headerOf(head: readonly string[], name: string): string | undefined {
  const line = head.find(each => each.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

function unchunk(text: string): string {
  let body = '';
  for (let at = 0; ; ) {
    const end = text.indexOf('\r\n', at);
    const size = end < 0 ? 0 : Number.parseInt(text.slice(at, end), 16);
    if (!size) return body;
    body += text.slice(end + 2, end + 2 + size);
    at = end + 4 + size;
  }
}

function* save(path: string, body: string, options: Options): Sys<void> {
  const quiet = options.has('q');
  const given = options.value('O');
  if (given === '-') {
    if (!quiet) yield* complain('writing to stdout');
    yield* sys.write(1, encodeBytes(body));
    if (!quiet) {
      yield* complain(`${progress('-', body.length)}\nwritten to stdout`);
    }
    return;
  }
  const base = path.split('?')[0]?.split('/').at(-1) || 'index.html';
  const directory = options.value('P');
  const name = given ?? (directory === undefined ? base : `${directory}/${base}`);
  const flags = {
    write: true,
    create: true,
    ...(given === undefined ? { exclusive: true } : { truncate: true }),
  };
  const fd = yield* outcome(sys.open(name, flags));
  if (fd instanceof Errno) return yield* fail('wget', `can't open '${name}': ${fd.message}`);
  if (!quiet) yield* complain(`saving to '${name}'`);
  yield* sys.write(fd, encodeBytes(body));
  yield* sys.close(fd);
  if (!quiet) yield* complain(`${progress(name, body.length)}\n'${name}' saved`);
}

function progress(name: string, size: number): string {
  return `${name.slice(0, 20).padEnd(20)} 100% |********************************| ${String(size).padStart(5)}  0:00:00 ETA`;
}
