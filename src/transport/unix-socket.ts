import { lstat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';

/** Linux's sun_path, without its terminating zero. */
const MAX_PATH_BYTES = 107;

/**
 * Makes the path free for a new socket: removes one that nobody listens on any more.
 * @throws a sentence where the path cannot be used.
 */
export async function claimSocketPath(path: string): Promise<void> {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    throw new Error(`cannot listen on ${path}: a socket's path may have at most ${MAX_PATH_BYTES} bytes`);
  }
  const parent = await lstat(dirname(path)).catch(() => undefined);
  if (parent === undefined) {
    throw new Error(`cannot listen on ${path}: the directory ${dirname(path)} does not exist`);
  }
  const present = await lstat(path).catch(() => undefined);
  if (present === undefined) return;
  if (!present.isSocket()) throw new Error(`cannot listen on ${path}: there is a file that is not a socket`);
  if (await somebodyListens(path)) {
    throw new Error(`cannot listen on ${path}: another process already listens there`);
  }
  await unlink(path);
}

function somebodyListens(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Refused: the file outlived its process. Anything else (no permission) may well be somebody's.
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
  });
}
