import type { Socket } from 'node:net';
import { patchDialling } from './dial-patch.ts';
import { isIntercepted } from './intercept.ts';
import { type Dialled, defaultTargets, matcherOf } from './target.ts';

/** Nothing in this process reaches a real Docker daemon, until it is disposed of. */
export interface Lockdown extends Disposable {
  /** Each attempt so far: the address, and the line of code that dialled. */
  readonly attempts: readonly string[];
  /**
   * Leaves dialling as it was found.
   * @throws one sentence an attempt, where there were any: so a test fails even if its client swallowed the error
   */
  dispose(): void;
}

/**
 * Refuses every connection to Docker's default addresses, to DOCKER_HOST, to any socket called docker.sock or
 * podman.sock and to any host's ports 2375 and 2376, unless an `intercept` answers it. The client gets ECONNREFUSED at
 * once, with a sentence that names the caller.
 *
 * @param targets more addresses that count as Docker's, in the form `intercept` takes
 * @example
 * using _ = lockdown();
 */
export function lockdown(targets: readonly string[] = []): Lockdown {
  const matches = matcherOf([...defaultTargets(), ...targets]);
  const attempts: string[] = [];
  const restore = patchDialling(dialled => {
    if (isIntercepted(dialled) || !(matches(dialled) || looksLikeDocker(dialled))) return undefined;
    const attempt = `${addressOf(dialled)}, ${callerOf(deepStack())}`;
    attempts.push(attempt);
    return (server, client) => {
      server.on('error', () => {}); // the other end of the refusal
      refuse(client, attempt);
    };
  });
  const dispose = () => {
    restore();
    if (attempts.length > 0) {
      throw new Error(attempts.map(attempt => `reached for a real Docker daemon: ${attempt}`).join('\n'));
    }
  };
  return { attempts, dispose, [Symbol.dispose]: dispose };
}

/** Rootless daemons, Docker Desktop, Colima and Podman each have a place of their own, in the user's home or /run/user. */
function looksLikeDocker({ path, port }: Dialled): boolean {
  return path === undefined ? port === 2375 || port === 2376 : /[\\/](docker|podman)\.sock$/.test(path);
}

function refuse(client: Socket, attempt: string): void {
  const message = `lockdown: no real Docker daemon may be reached, but this call dialled ${attempt}`;
  client.destroy(Object.assign(new Error(message), { code: 'ECONNREFUSED', syscall: 'connect' }));
}

function addressOf({ path, hostname = 'localhost', port }: Dialled): string {
  return path === undefined ? `tcp://${hostname}:${port}` : `unix://${path}`;
}

/** Clients put more frames between their caller and the dialling than the ten that a stack has by default. */
function deepStack(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  return stack;
}

/** The innermost line of the stack that belongs to no library; where a library dials on a later turn, its own outermost. */
function callerOf(stack: string): string {
  const lines = stack.split('\n').slice(1);
  const outside = lines.filter(
    line => !/node:internal|\(node:|at node:|<anonymous>\)$|intercept[\\/](lockdown|dial-patch)/.test(line),
  );
  const line = outside.find(each => !each.includes('node_modules')) ?? outside.at(-1);
  return line?.trim() ?? 'from a callback without a caller on its stack';
}
