import type { Daemon, Exchange, Reply } from '../../exchange/exchange.ts';
import { decompress } from '../../support/decompress.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { readTar } from '../../support/tar/tar-reader.ts';
import { askJson } from '../ask.ts';
import { errorReply } from './error-reply.ts';
import { isAbout } from './fault-plan.ts';
import { failProgress } from './message-faults.ts';

const ROOT = '/var/lib/docker';
const noSpace = (path: string) => `write ${path}: no space left on device`;

/** Stands for the digits of a temporary file's name, which are chance at dockerd. */
const CHANCE = '1234567890';

interface Call {
  readonly exchange: Exchange;
  readonly daemon: Daemon;
  readonly query: URLSearchParams;
}

type Answer = (call: Call) => Promise<Reply>;

const refused = async (message: string) => errorReply(500, message);

/**
 * What fails on a full disk, and how: dockerd 28.5.2 with its data on a full tmpfs
 * (test/recording/disk-full). All else, such as stop, remove, logs and a new volume, is answered there.
 */
const ANSWERS: ReadonlyArray<readonly [on: string, answer: Answer]> = [
  ['POST /containers/create', () => refused(noSpace(`${ROOT}/overlay2/${hex(64)}-init/.tmp-link${CHANCE}`))],
  ['POST /containers/*/start', call => ofContainer(call, id => noSpace(`${ROOT}/containers/${id}/hosts`))],
  ['POST /containers/*/rename', call => ofContainer(call, id => noSpace(configOf(id)))],
  [
    'POST /containers/*/update',
    call => ofContainer(call, id => `Cannot update container ${id}: ${noSpace(configOf(id))}`),
  ],
  ['POST /commit', newLayer],
  [
    'POST /networks/create',
    () =>
      refused(
        `failed to update store for object type *libnetwork.Network: ${noSpace(`${ROOT}/network/files/local-kv.db`)}`,
      ),
  ],
  ['POST /images/**/tag', () => refused(noSpace(`${ROOT}/image/overlay2/.tmp-repositories.json${CHANCE}`))],
  ['POST /images/create', pullOrImport],
  ['POST /images/load', load],
  ['POST /build', async ({ exchange }) => refused(noSpace(`/${await firstFile(exchange)}`))],
];

function newLayer(): Promise<Reply> {
  return refused(noSpace(`${ROOT}/overlay2/${hex(64)}/.tmp-link${CHANCE}`));
}

/** The answer of a daemon whose disk is full: an error where the call writes to it, the daemon's own elsewhere. */
export async function answerOfFullDisk(exchange: Exchange, daemon: Daemon): Promise<Reply> {
  const answer = ANSWERS.find(([on]) => isAbout(on, exchange))?.[1];
  if (answer === undefined) return daemon(exchange);
  const query = new URLSearchParams(exchange.target.split('?')[1] ?? '');
  return answer({ exchange, daemon, query });
}

/** Hexadecimal digits of an id that never came to be. */
const hex = (digits: number) => '0123456789abcdef'.repeat(digits / 16);

const configOf = (id: string) => `${ROOT}/containers/${id}/.tmp-config.v2.json${CHANCE}`;

/** A call for a container that is not there fails as ever. */
async function ofContainer({ exchange, daemon }: Call, message: (id: string) => string): Promise<Reply> {
  const container = exchange.target.replace(/\/[^/]+$/, '').replace(/\?.*$/, '');
  try {
    const { Id } = await askJson<{ Id: string }>(daemon, `${container}/json`);
    return errorReply(500, message(Id));
  } catch {
    return daemon(exchange);
  }
}

/** A pull gets as far as the first layer's download, into a temporary file. */
async function pullOrImport({ exchange, daemon, query }: Call): Promise<Reply> {
  if (!query.get('fromImage')) return newLayer();
  const message = noSpace(`${ROOT}/tmp/GetImageBlob${CHANCE}`);
  return failProgress(await daemon(exchange), '"status":"Verifying Checksum"', message);
}

async function load({ exchange }: Call): Promise<Reply> {
  const message = noSpace(`/${await firstFile(exchange)}`);
  const body = new TextEncoder().encode(
    `${JSON.stringify({ errorDetail: { message }, error: message })}\r\n`,
  );
  return { status: 200, headers: [['Content-Type', 'application/json']], body };
}

/** The name of the first file with contents: that is where unpacking an archive ends. */
async function firstFile({ body }: Exchange): Promise<string> {
  for (const { type, name, data } of readTar(await decompress(await joinChunks(body)))) {
    if (type === 'file' && data.length > 0) return name.replace(/^\.\//, '');
  }
  return '';
}
