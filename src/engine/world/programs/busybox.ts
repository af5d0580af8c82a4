import { sys } from '../process/sys.ts';
import type { Program } from '../process/system-call.ts';
import { builtInPrograms } from './index-of-programs.ts';
import { BANNER } from './options.ts';
import { bufferedOutput, complain } from './output.ts';
import { standInClients } from './stand-ins/clients.ts';
import { standIns } from './stand-ins/table.ts';

/** busybox itself: `busybox ls -l`, `busybox --list`. */
export const busybox: Program = function* (context) {
  const [called = '', name] = context.argv;
  const own = called.split('/').at(-1) ?? '';
  if (!own.startsWith('busybox')) {
    // A link of an applet that we do not have led here.
    yield* sys.unsimulated(`busybox ${own}`);
    yield* complain(`dockless: ${own} is not simulated`);
    return 127;
  }
  const names = Object.keys(builtInPrograms)
    .filter(each => !NO_APPLETS.has(each))
    .sort();
  const out = bufferedOutput();
  if (name === undefined || name === '--help') {
    yield* out.text(
      `${BANNER}\nUsage: busybox [function [arguments]...]\n   or: busybox --list\n\nCurrently defined functions:\n`,
    );
    yield* out.text(`\t${names.join(', ')}\n`);
    yield* out.flush();
    return 0;
  }
  if (name === '--list' || name === '--list-full') {
    for (const each of names) yield* out.text(`${name === '--list' ? '' : 'bin/'}${each}\n`);
    yield* out.flush();
    return 0;
  }
  const program =
    Object.hasOwn(builtInPrograms, name) && !NO_APPLETS.has(name) ? builtInPrograms[name] : undefined;
  if (!program) {
    yield* complain(`${name}: applet not found`);
    return 127;
  }
  return yield* program({ ...context, argv: context.argv.slice(1) });
};

/** What stands among the programs and is no applet of busybox. */
const NO_APPLETS = new Set([
  'bash',
  'hello',
  'nginx',
  'registry',
  'redis-server',
  'redis-cli',
  'valkey-server',
  'valkey-cli',
  'pg_isready',
  'psql',
  'postgres',
  ...Object.keys(standIns),
  ...Object.keys(standInClients),
]);
