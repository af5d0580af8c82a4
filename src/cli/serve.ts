import type { ServeOptions } from './main.ts';
import { report, start } from './start.ts';
import { readTls, type TlsOptions } from './tls-options.ts';
import { untilSignal } from './until-signal.ts';
import { userHost } from './user-host.ts';

/** `dockless serve`: until a signal ends it. */
export async function serve(options: ServeOptions & TlsOptions): Promise<void> {
  // Before the first connection: one client's odd request must not take the engine from all the others.
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  const tls = await readTls(options);
  const hosts = options.host.length > 0 ? options.host : [await userHost()];
  untilSignal(await start(options, hosts, tls));
}
