import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { type Answer, errorAnswer } from './answers.ts';
import type { Call } from './routes.ts';
import { blobPath, DIGEST, exists, layerLink, statusOf } from './store.ts';

/** GET, HEAD and DELETE /v2/NAME/blobs/DIGEST */
export function* blobs({ configuration, request, name, reference: digest }: Call): Sys<Answer> {
  const { root, deletes } = configuration;
  const link = layerLink(root, name, digest);
  if (request.method === 'DELETE' && !deletes) return errorAnswer('UNSUPPORTED');
  if (!DIGEST.test(digest)) return errorAnswer('DIGEST_INVALID', {});
  const status = (yield* exists(link)) ? yield* statusOf(blobPath(root, digest)) : undefined;
  if (status === undefined)
    return errorAnswer('BLOB_UNKNOWN', request.method === 'DELETE' ? undefined : digest);
  if (request.method === 'DELETE') {
    yield* sys.unlink(link);
    return { status: 202, headers: [['Content-Length', '0']] };
  }
  const always = [
    ['Cache-Control', 'max-age=31536000'],
    ['Docker-Content-Digest', digest],
    ['Etag', `"${digest}"`],
  ] as const;
  if (request.headers.get('if-none-match') === `"${digest}"`) return { status: 304, headers: always };
  const range = rangeOf(request.headers.get('range'), status.size);
  if (range === 'unsatisfiable') return outOfRange(always, status.size);
  const { start, length } = range ?? { start: 0, length: status.size };
  const fd = yield* outcome(sys.open(blobPath(root, digest), { read: true }));
  if (fd instanceof Errno) return errorAnswer('UNKNOWN', fd.message);
  if (start > 0) yield* sys.seek(fd, start, 'set');
  return {
    status: range === undefined ? 200 : 206,
    headers: [
      ...always,
      ['Accept-Ranges', 'bytes'],
      ['Content-Length', String(length)],
      ['Content-Type', 'application/octet-stream'],
      ...(range === undefined
        ? []
        : ([['Content-Range', `bytes ${start}-${start + length - 1}/${status.size}`]] as const)),
    ],
    body: { fd, length },
  };
}

type Headers = NonNullable<Answer['headers']>;

const outOfRange = (always: Headers, size: number): Answer => ({
  status: 416,
  headers: [
    ...always,
    ['Content-Range', `bytes */${size}`],
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['X-Content-Type-Options', 'nosniff'],
  ],
  body: 'invalid range: failed to overlap\n',
});

/** The one range that was asked for; several, and what is none, give the whole (RFC 9110). */
function rangeOf(
  header: string | undefined,
  size: number,
): { readonly start: number; readonly length: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? 'unsatisfiable' : { start, length: end - start + 1 };
}
