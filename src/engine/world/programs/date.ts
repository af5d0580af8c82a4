import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import type { Sys } from '../process/system-call.ts';
import { outcome } from './attempt.ts';
import { parseDate } from './date-text.ts';
import { command, fail, notSimulated, type Options, showUsage } from './options.ts';
import { strftime } from './strftime.ts';
import { encodeText } from './text.ts';

const TABLE = {
  letters: 'uRd:r:s:D:I::',
  long: { utc: 'u', 'rfc-2822': 'R', date: 'd', reference: 'r', set: 's' },
  usage: 'date [OPTIONS] [+FMT] [[-s] TIME]\n\nDisplay time (using +FMT), or set time\n',
};

const ISO: Readonly<Record<string, string>> = {
  '': '%Y-%m-%d',
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H+00:00',
  minutes: '%Y-%m-%dT%H:%M+00:00',
  seconds: '%Y-%m-%dT%H:%M:%S+00:00',
};

export const date = command('date', TABLE, function* (options) {
  const format = options.operands.find(word => word[0] === '+');
  const time = yield* timeShown(options);
  if (options.has('s') || options.operands.some(word => word[0] !== '+')) {
    return yield* notSimulated('date', 'setting the time');
  }
  let text: string;
  const iso = options.value('I');
  if (format !== undefined) text = format.slice(1);
  else if (iso !== undefined) text = ISO[iso] ?? (yield* showUsage('date', TABLE));
  else text = options.has('R') ? '%a, %d %b %Y %H:%M:%S +0000' : '%a %b %e %H:%M:%S UTC %Y';
  yield* sys.write(1, encodeText(`${strftime(text, time)}\n`));
  return 0;
});

function* timeShown(options: Options): Sys<bigint> {
  const reference = options.value('r');
  if (reference !== undefined) {
    const status = yield* outcome(sys.stat(reference));
    if (status instanceof Errno) return yield* fail('date', `${reference}: ${status.message}`);
    return status.mtimeNs;
  }
  const now = yield* sys.now();
  const text = options.value('d');
  if (text === undefined) return now;
  return parseDate(text, now) ?? (yield* fail('date', `invalid date '${text}'`));
}
