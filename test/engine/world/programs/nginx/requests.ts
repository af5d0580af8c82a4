/** What lies in the served directory. */
export const FILES: Readonly<Record<string, string>> = {
  'index.html': '<h1>hello</h1>\n',
  'sub/index.html': 'sub\n',
  'empty/.keep': '',
  'file.txt': 'data\n',
  blob: 'bin',
  'page.html': 'page\n',
  'data.json': '{}\n',
};

const get = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: test\r\n${more}Connection: close\r\n\r\n`;

export const REQUESTS: readonly string[] = [
  get('/'),
  get('/index.html?query=1'),
  get('/missing'),
  get('/sub'),
  get('/sub/'),
  get('/empty/'),
  get('/file.txt'),
  get('/blob'),
  get('/data.json'),
  get('/a/../file.txt'),
  get('/%66ile.txt'),
  get('//file.txt'),
  get('/file.txt', 'Range: bytes=0-1\r\n'),
  get('/file.txt', 'Range: bytes=-2\r\n'),
  get('/file.txt', 'Range: bytes=3-\r\n'),
  get('/file.txt', 'Range: nonsense\r\n'),
  get('/file.txt', 'Range: bytes=99-\r\n'),
  'HEAD /file.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc',
  'DELETE /file.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  'GET /file.txt HTTP/1.0\r\n\r\n',
  'GARBAGE\r\n\r\n',
  `${get('/file.txt').replace('Connection: close\r\n', '')}${get('/page.html')}`,
];

/** Without the times of day and of files. */
export function normalise(reply: string): string {
  return reply
    .replace(/^(Date|Last-Modified): .*$/gm, '$1: -')
    .replace(/^ETag: "[0-9a-f]+-/gm, 'ETag: "TIME-')
    .replace(/localhost:7380/g, 'localhost');
}
