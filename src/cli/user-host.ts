import { mkdir, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** One socket a user, always in the same place, so that a shell's DOCKER_HOST stays right from one run to the next. */
export async function userHost(name = 'docker.sock'): Promise<string> {
  const runtime = process.env.XDG_RUNTIME_DIR;
  const folder =
    runtime !== undefined && runtime !== ''
      ? join(runtime, 'dockless')
      : join(tmpdir(), `dockless-${userInfo().username}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await stat(folder);
  // In /tmp somebody else may have made it first, to listen in our place.
  if (uid !== userInfo().uid || (mode & 0o022) !== 0) {
    throw new Error(`${folder} is open to other users: name a socket with --host unix:///PATH`);
  }
  return `unix://${join(folder, name)}`;
}
