import type { Engine } from '../../../engine/engine.ts';
import { DockerError } from '../../../engine/errors.ts';
import { authenticate } from '../../../engine/system/auth.ts';
import { PERSONA } from '../../../engine/system/persona.ts';
import { omit, string, struct } from '../../../support/go-json/schema.ts';
import { legacyEvents } from './events.ts';
import { jsonOf, type LegacyCall, type LegacyHandler } from './legacy-call.ts';
import { LegacyError } from './legacy-error.ts';
import { empty, json } from './legacy-reply.ts';

/** GET /info (server.go, DockerInfo). What is nothing is left out, but for the first three since 1.1. */
export const infoHandler: LegacyHandler = ({ engine, form, release }) => {
  const Containers = engine.state.containers.size;
  // Every layer was an image.
  const Images = engine.state.images.layers.size;
  if (form < 1.1) {
    return json({ Containers, Version: release.version, Images, Debug: false, GoVersion: release.goVersion });
  }
  const logged = [...engine.events.past()].length;
  return json({
    Debug: false,
    Containers,
    Images,
    NFd: PERSONA.openFiles,
    NGoroutines: PERSONA.goroutines,
    MemoryLimit: true,
    SwapLimit: true,
    ...(form >= 1.4 && {
      IPv4Forwarding: true,
      LXCVersion: '0.7.5',
      // By a bug it counts the events.
      ...(logged > 0 && { NEventsListener: logged }),
      KernelVersion: PERSONA.kernelVersion,
      IndexServerAddress: 'https://index.docker.io/v1/',
    }),
  });
};

/** GET /version */
export const versionHandler: LegacyHandler = ({ form, release }) => {
  const { version: Version, gitCommit: GitCommit, goVersion: GoVersion } = release;
  return json(
    form < 1.1
      ? { Version, GitCommit, MemoryLimit: true, SwapLimit: true }
      : { Version, GitCommit, GoVersion },
  );
};

interface Login {
  readonly username: string;
  readonly password: string;
  readonly email: string;
}

/** The daemon's own .dockercfg, a file beside its state: no snapshot has it. */
const stored = new WeakMap<Engine, Login>();

/** Until 1.1 the daemon kept the login; the two releases after it asked for the version (api.go, 0.4.1 to 0.5.0). */
const keepsLogin = ({ form, version }: LegacyCall) => form < 1.2 || (form < 1.4 && version <= 1.1);

/** GET /auth */
export const authHandler: LegacyHandler = call => {
  if (!keepsLogin(call)) return empty(404);
  const { username = '', email = '' } = stored.get(call.engine) ?? {};
  return json({ username, password: '', email });
};

const authSchema = struct('auth.AuthConfig', {
  username: omit(string),
  password: omit(string),
  email: omit(string),
});

/** POST /auth */
export const loginHandler: LegacyHandler = async call => {
  const { engine, form } = call;
  const { username, password, email } = await jsonOf(call, authSchema);
  const before = stored.get(engine);
  const known = keepsLogin(call) && before?.username === username ? before.password : password;
  let Status: string;
  try {
    Status = await authenticate(engine, { username, password: known, serverAddress: '' });
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    throw new LegacyError('Wrong login/password, please try again');
  }
  if (keepsLogin(call)) stored.set(engine, { username, password: known, email });
  return json({ Status: form < 1.3 ? `${Status}\n` : Status });
};

/** GET /events */
export const eventsHandler: LegacyHandler = call => legacyEvents(call);
