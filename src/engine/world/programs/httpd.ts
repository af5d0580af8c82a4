import { Errno } from '../process/errno.ts';
import { SIGNAL_NUMBERS } from '../process/signal.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { isDirectory } from './file-mode.ts';
import { readFile } from './input.ts';
import { command, fail } from './options.ts';
import { decodeBytes, encodeText, joinBytes } from './text.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  css: 'text/css',
  js: 'application/javascript',
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
};

/** busybox's web server, for files only: CGI, authentication and configuration files are not simulated. */
export const httpd = command(
  'httpd',
  {
    letters: 'ifvp:u:r:h:c:d:e:m:',
    unsimulated: 'irdem',
    usage: 'httpd [-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-h HOME]\n',
  },
  function* (options, context) {
    const port = Number((options.value('p') ?? '80').split(':').at(-1));
    const home = options.value('h') ?? '.';
    if (!options.has('f')) {
      const argv = [...context.argv, '-f'];
      yield* sys.spawn({
        image: { program: 'httpd', start: undefined },
        argv,
        env: context.env,
        fds: { 2: 2 },
        pgid: 0,
      });
      return 0;
    }
    const listener = (context.start as number | undefined) ?? (yield* listen(port));
    if (listener instanceof Errno) return yield* fail('httpd', `bind: ${listener.message}`);
    for (;;) {
      yield* sys.checkpoint(listener);
      const { fd } = yield* sys.accept(listener);
      yield* outcome(answer(fd, home));
      yield* outcome(sys.close(fd));
    }
  },
);

function* listen(port: number): Sys<number | Errno> {
  yield* sys.signalAction(SIGNAL_NUMBERS.PIPE, 'ignore');
  return yield* outcome(sys.listen(port));
}

function* answer(fd: number, home: string): Sys<void> {
  let head = '';
  while (!/\r?\n\r?\n/.test(head)) {
    const data = yield* sys.read(fd);
    if (data.length === 0) break;
    head += decodeBytes(data);
  }
  const [method = '', target = '/'] = (head.split(/\r?\n/, 1)[0] ?? '').split(' ');
  const path = decodeURIComponent(target.split('?')[0] ?? '/');
  if (method !== 'GET' && method !== 'HEAD') return yield* reply(fd, '501 Not Implemented');
  if (path.split('/').includes('..')) return yield* reply(fd, '400 Bad Request');
  const status = yield* outcome(sys.stat(home + path));
  const file =
    !(status instanceof Errno) && isDirectory(status)
      ? `${home}${path.replace(/\/?$/, '/')}index.html`
      : home + path;
  const content = yield* outcome(readFile(file));
  if (content instanceof Errno)
    return yield* reply(fd, content.code === 'EACCES' ? '403 Forbidden' : '404 Not Found');
  const type = TYPES[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  const headers = `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${content.length}\r\n\r\n`;
  yield* sys.write(fd, method === 'HEAD' ? encodeText(headers) : joinBytes([encodeText(headers), content]));
}

const TEXTS: Readonly<Record<string, string>> = {
  '400': 'Unsupported method',
  '403': 'Access denied',
  '404': 'The requested URL was not found',
  '501': 'The requested method is not recognized',
};

function* reply(fd: number, status: string): Sys<void> {
  const text = `<HTML><HEAD><TITLE>${status}</TITLE></HEAD>\n<BODY><H1>${status}</H1>\n${TEXTS[status.slice(0, 3)] ?? ''}\n</BODY></HTML>\n`;
  yield* sys.write(fd, `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-type: text/html\r\n\r\n${text}`);
}
