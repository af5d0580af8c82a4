import { buildImage } from '../../../engine/build/build.ts';
import { NotSimulatedError } from '../../../engine/errors.ts';
import type { Progress } from '../../../engine/images/progress.ts';
import { decompress } from '../../../support/decompress.ts';
import { decodeBuild } from '../../routes/build-request.ts';
import { readBody } from '../../wire/body.ts';
import { Query } from '../../wire/query.ts';
import { buildUpload } from './build-upload.ts';
import { boolOf, type LegacyCall, type LegacyHandler } from './legacy-call.ts';
import { LegacyError } from './legacy-error.ts';
import { streamed } from './legacy-reply.ts';

/** POST /build: since 0.5.0 an archive, whose build is told as text, its failure too (api.go, buildfile.go). */
export const buildHandler: LegacyHandler = async call => {
  const { form, version, query, exchange } = call;
  if (form >= 1.3 && version < 1.3) {
    throw new LegacyError(
      'Multipart upload for build is no longer supported. Please upgrade your docker client.',
    );
  }
  if (form < 1.3) return streamed(await buildUpload(call), false);
  if (query.text('remote') !== '') throw new NotSimulatedError('builds of a remote context');
  const quiet = boolOf(call, 'q');
  const noCache = form >= 1.4 && boolOf(call, 'nocache');
  const context = await decompress(await readBody(exchange));
  return streamed(told(call, { quiet, noCache, context }), false);
};

interface LegacyBuild {
  readonly quiet: boolean;
  readonly noCache: boolean;
  readonly context: Uint8Array;
}

/** What every line of the builder itself begins with; all else is what a RUN wrote. */
const OWN_LINE = /^(Step \d| ---> |Successfully built )/;
/** What today's builder says beside that. */
const LATER_LINE = /^(Removing intermediate container |Removed intermediate container |Successfully tagged )/;

async function* told({ engine, query, exchange }: LegacyCall, build: LegacyBuild): AsyncIterable<string> {
  // No name that cannot be given is an error, and each step's container stays.
  const request = { ...decodeBuild(new Query('rm=0')), noCache: build.noCache, context: build.context };
  const tags = tagsOf(query.text('t'));
  try {
    for await (const message of buildImage(engine, { ...request, tags }, exchange.signal)) {
      const text = spoken(message);
      if (text !== '' && (!build.quiet || OWN_LINE.test(text) || text === '\n')) yield text;
    }
  } catch (error) {
    if (!(error instanceof Error) || error instanceof NotSimulatedError) throw error;
    const sentence = error.message
      .replace(/^The command '(.*)' returned/, 'The command [$1] returned')
      .replace(/^Cannot locate specified Dockerfile: .*$/, "Can't build a directory with no Dockerfile");
    yield `Error build: ${sentence}\n${sentence}\n`;
  }
}

/** A name that cannot be given is no error. */
export function tagsOf(name: string): ReturnType<typeof decodeBuild>['tags'] {
  try {
    return decodeBuild(new Query(`t=${encodeURIComponent(name)}`)).tags;
  } catch {
    return [];
  }
}

function spoken({ stream = '' }: Progress): string {
  return LATER_LINE.test(stream) ? '' : stream.replace(/^Step (\d+)\/\d+ :/, 'Step $1 :');
}
