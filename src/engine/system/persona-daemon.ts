import { type DaemonPersona, daemonPersonas } from './persona-table.ts';

/** The daemon that an engine is unless it is told otherwise. */
export const DEFAULT_DAEMON = '28.5';

/** What `createEngine({ daemon })` takes. */
export const daemonNames: readonly string[] = daemonPersonas.map(({ daemon }) => daemon);

/** @throws an Error that names the daemons there are. */
export function daemonPersona(daemon: string = DEFAULT_DAEMON): DaemonPersona {
  const persona = daemonPersonas.find(({ daemon: name }) => name === daemon);
  if (persona !== undefined) return persona;
  throw new Error(`There is no daemon ${JSON.stringify(daemon)}: take one of ${daemonNames.join(', ')}.`);
}
