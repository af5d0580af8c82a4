import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { parseDate } from './date-text.ts';
import { command, fail, type Options, showUsage } from './options.ts';
import { complain } from './output.ts';

const TABLE = {
  letters: 'camht:r:d:',
  long: { 'no-create': 'c', reference: 'r', date: 'd', 'no-dereference': 'h' },
  usage: 'touch [-cham] [-d DATE] [-t DATE] [-r FILE] FILE...\n\nUpdate mtime of FILEs\n',
};

export const touch = command('touch', TABLE, function* (options) {
  if (options.operands.length === 0) return yield* showUsage('touch', TABLE);
  const time = yield* timeToSet(options);
  let status = 0;
  for (const path of options.operands) {
    let failed = yield* outcome(sys.utimes(path, time, !options.has('h')));
    if (failed instanceof Errno && failed.code === 'ENOENT') {
      if (options.has('c')) continue;
      const fd = yield* outcome(sys.open(path, { read: true, write: true, create: true }));
      if (typeof fd === 'number') {
        yield* sys.close(fd);
        failed = time === undefined ? undefined : yield* outcome(sys.utimes(path, time));
      } else failed = fd;
    }
    if (failed instanceof Errno) {
      yield* complain(`touch: ${path}: ${failed.message}`);
      status = 1;
    }
  }
  return status;
});

function* timeToSet(options: Options): Sys<bigint | undefined> {
  const reference = options.value('r');
  if (reference !== undefined) {
    const status = yield* outcome(sys.stat(reference));
    if (status instanceof Errno) return yield* fail('touch', `${reference}: ${status.message}`);
    return status.mtimeNs;
  }
  const text = options.value('d') ?? options.value('t');
  if (text === undefined) return undefined;
  const time = parseDate(text, yield* sys.now());
  return time ?? (yield* fail('touch', `invalid date '${text}'`));
}
