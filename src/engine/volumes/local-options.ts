import { goQuote } from '../../support/go-strconv.ts';
import { invalidParameter } from '../errors.ts';

/** What each option of the local driver needs beside itself (moby volume/local/local_unix.go, mandatoryOpts). */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  device: ['type'],
  type: ['device'],
  o: ['device', 'type'],
  size: [],
};

/** Refuses options that the local driver does not take (validateOpts). */
export function validateLocalOptions(options: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(NEEDED, name)) throw invalidParameter(`invalid option: ${goQuote(name)}`);
  }
  if (options.type === 'cifs' && /^\/\/[^/]*:\d+(\/|$)/.test(options.device ?? '')) {
    throw invalidParameter("port not allowed in CIFS device URL, include 'port' in 'o='");
  }
  if (options.size !== undefined) refuseQuota(options.size);
  for (const [name, needed] of Object.entries(NEEDED)) {
    if (options[name] === undefined) continue;
    for (const other of needed) {
      if (options[other] === undefined) throw invalidParameter(`missing required option: ${goQuote(other)}`);
    }
  }
}

/** The simulated host's file system has no project quotas, as an ordinary one has none. */
function refuseQuota(size: string): void {
  const [, number] = /^(\d+(?:\.\d+)*) ?[kKmMgGtTpP]?[iI]?[bB]?$/.exec(size) ?? [];
  if (number === undefined) throw invalidParameter(`invalid size: '${size}'`);
  if (Number(number) > 0) throw invalidParameter('quota size requested but no quota support');
}
