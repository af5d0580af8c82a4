import { buildImage } from '../../../engine/build/build.ts';
import { NotSimulatedError } from '../../../engine/errors.ts';
import { headerOf } from '../../../exchange/exchange.ts';
import { concatBytes } from '../../../support/concat-bytes.ts';
import { decompress } from '../../../support/decompress.ts';
import { paddingOf, type TarEntry } from '../../../support/tar/tar-format.ts';
import { readTar } from '../../../support/tar/tar-reader.ts';
import { TAR_END, tarHeader } from '../../../support/tar/tar-writer.ts';
import { decodeBuild } from '../../routes/build-request.ts';
import { readBody } from '../../wire/body.ts';
import { Query } from '../../wire/query.ts';
import { tagsOf } from './build.ts';
import type { LegacyCall } from './legacy-call.ts';
import { LegacyError } from './legacy-error.ts';

/**
 * POST /build before 0.5.0: the Dockerfile is one part of a form, the archive of the context another that may be left
 * out (api.go, postBuild; builder.go). Told in full ids, each step with the image before it, and not what it printed.
 */
export async function buildUpload(call: LegacyCall): Promise<AsyncIterable<string>> {
  const parts = await readParts(call);
  const dockerfile = await fileOf(parts, 'Dockerfile');
  if (dockerfile === undefined) throw new LegacyError('http: no such file');
  const context = await fileOf(parts, 'Context');
  const tag = parts.get('t');
  const archive = archiveOf(dockerfile, context === undefined ? [] : readTar(await decompress(context)));
  return told(call, archive, call.query.text('t') || (typeof tag === 'string' ? tag : ''));
}

async function readParts({ exchange }: LegacyCall): Promise<FormData> {
  const contentType = headerOf(exchange.headers, 'Content-Type') ?? '';
  if (!contentType.startsWith('multipart/form-data')) {
    throw new LegacyError("request Content-Type isn't multipart/form-data");
  }
  const body = (await readBody(exchange)) as Uint8Array<ArrayBuffer>;
  try {
    return await new Response(body, { headers: { 'Content-Type': contentType } }).formData();
  } catch {
    throw new LegacyError('multipart: unexpected EOF');
  }
}

/** A part counts as a file where it names one. */
async function fileOf(parts: FormData, name: string): Promise<Uint8Array | undefined> {
  const part = parts.get(name);
  return part === null || typeof part === 'string' ? undefined : new Uint8Array(await part.arrayBuffer());
}

/** One archive as today's builder wants it: a Dockerfile in the context itself was not the one that counted. */
function archiveOf(dockerfile: Uint8Array, context: Iterable<TarEntry>): Uint8Array {
  const pieces: Uint8Array[] = [];
  const add = (entry: TarEntry) => {
    pieces.push(tarHeader(entry), entry.data, new Uint8Array(paddingOf(entry.data.length)));
  };
  for (const entry of context) if (entry.name.replace(/^\.\//, '') !== 'Dockerfile') add(entry);
  add({ ...DOCKERFILE, size: dockerfile.length, data: dockerfile });
  return concatBytes([...pieces, TAR_END]);
}

const DOCKERFILE = {
  name: 'Dockerfile',
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtimeNs: 0n,
  linkName: '',
  major: 0,
  minor: 0,
  xattrs: undefined,
} as const;

async function* told(
  { engine, exchange }: LegacyCall,
  context: Uint8Array,
  tag: string,
): AsyncIterable<string> {
  const request = { ...decodeBuild(new Query('rm=0')), context, tags: tagsOf(tag) };
  let image = '';
  try {
    for await (const { stream = '' } of buildImage(engine, request, exchange.signal)) {
      const [, instruction] = /^Step \d+\/\d+ : (.*)/.exec(stream) ?? [];
      const [, id] = /^ ---> ([0-9a-f]{12})\n/.exec(stream) ?? [];
      if (instruction !== undefined) yield `${instruction} (${image})\n`;
      if (id !== undefined) {
        image = (engine.state.images.ids.match(`sha256:${id}`)[0] ?? id).replace(/^sha256:/, '');
        yield `===> ${image}\n`;
      }
    }
  } catch (error) {
    if (!(error instanceof Error) || error instanceof NotSimulatedError) throw error;
    yield `Error build: ${error.message}\n`;
    return;
  }
  yield `Build successful.\n===> ${image}\n`;
}
