import type { WriteError } from '../process/errno.ts';
import type { Sys } from '../process/system-call.ts';
import { complain } from './output.ts';

/** Commands that do not look whether their output was written, with the exit code that they end with all the same. */
const SILENT: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'awk date find grep hostname ls md5sum od readlink sed sha1sum sha256sum sha512sum stat tee which'
      .split(' ')
      .map(name => [name, 0]),
  ),
  basename: 1,
  dirname: 1,
  seq: 255,
};

/** Those that look when all is done, complain, and end well. */
const LATE = new Set(
  'base64 cut env expand expr fold head id nl paste printenv rev sort unexpand uname uniq wc whoami'.split(
    ' ',
  ),
);

/** What a command of busybox says where it cannot write, and its exit code (scripts/full-disk.json). */
export function* writeFailure(name: string, error: WriteError): Sys<number> {
  const silent = SILENT[name];
  if (silent !== undefined) return silent;
  const isLate = LATE.has(name);
  yield* complain(`${name}: ${isLate ? 'standard output' : 'write error'}: ${error.message}`);
  return isLate ? 0 : 1;
}
