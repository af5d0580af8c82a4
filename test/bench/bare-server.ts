/**
 * A bare node:http server that answers fixed bytes: what any server in Node pays at least. Its one argument is the
 * socket. `PUT /bench?method=...&path=...` sets the bytes for a kind of request; `%id` in a path is any one name.
 */
import http from 'node:http';

const answers = new Map<string, { status: number; type: string; body: Buffer }>();

/** `GET /v1.51/containers/abc/json?x=1` is of the kind `GET /containers/%id/json`. */
function kindOf(method: string, target: string): string {
  const path = (target.split('?')[0] as string).replace(/^\/v[\d.]+/, '');
  return `${method} ${path.replace(/^\/containers\/(?!json$|create$)[^/]+/, '/containers/%id')}`;
}

http
  .createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    if (method === 'PUT') {
      const query = new URLSearchParams(url.split('?')[1]);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const kind = kindOf(query.get('method') ?? '', query.get('path') ?? '');
      answers.set(kind, {
        status: Number(query.get('status')),
        type: query.get('type') ?? '',
        body: Buffer.concat(chunks),
      });
      response.writeHead(204).end();
      return;
    }
    request.resume();
    const answer = answers.get(kindOf(method, url));
    if (answer === undefined) {
      response.writeHead(404).end(JSON.stringify({ message: `no bytes for ${kindOf(method, url)}` }));
      return;
    }
    const { status, type, body } = answer;
    if (status === 204) response.writeHead(204).end();
    else response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length }).end(body);
  })
  .listen(process.argv[2], () => process.stdout.write('listening\n'));
