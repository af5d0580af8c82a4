import type { ServeOptions } from './main.ts';
import { runAgainst } from './run-against.ts';
import { start } from './start.ts';

/** `dockless run -- COMMAND...`: its exit code becomes ours, and so does the signal that ends it. */
export async function run(command: readonly string[], options: ServeOptions): Promise<void> {
  await runAgainst(command, options.host, hosts => start(options, hosts));
}
