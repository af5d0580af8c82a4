import { Errno } from '../process/errno.ts';
import { sys } from '../process/sys.ts';
import { outcome } from './attempt.ts';
import { command, notSimulated } from './options.ts';
import { complain } from './output.ts';
import { encodeText } from './text.ts';

export const yes = command('yes', { letters: '+', usage: 'yes [STRING]\n' }, function* ({ operands }) {
  const line = `${operands.length === 0 ? 'y' : operands.join(' ')}\n`;
  const block = encodeText(line.repeat(Math.max(1, Math.floor(8192 / line.length))));
  for (let blocks = 1; ; blocks++) {
    yield* sys.write(1, block);
    if (blocks % 64 === 0) yield* sys.checkpoint(undefined);
  }
});

export const tee = command(
  'tee',
  { letters: 'ia', usage: 'tee [-ai] [FILE]...\n\nCopy stdin to each FILE, and also to stdout\n' },
  function* (options) {
    if (options.has('i')) yield* sys.signalAction(2, 'ignore');
    const fds = [1];
    let status = 0;
    for (const path of options.operands) {
      const how = options.has('a') ? { append: true } : { truncate: true };
      const fd = path === '-' ? 1 : yield* outcome(sys.open(path, { write: true, create: true, ...how }));
      if (fd instanceof Errno) {
        yield* complain(`tee: ${path}: ${fd.message}`);
        status = 1;
      } else fds.push(fd);
    }
    for (;;) {
      const data = yield* sys.read(0);
      if (data.length === 0) return status;
      for (const fd of fds) yield* sys.write(fd, data);
    }
  },
);

export const sync = command('sync', { letters: 'df', usage: 'sync\n' }, function* ({ operands }) {
  if (operands.length > 0) yield* notSimulated('sync', 'FILE');
  return 0;
});

export const usleep = command('usleep', { letters: '', usage: 'usleep N\n' }, function* ({ operands }) {
  yield* sys.sleep(BigInt(operands[0] ?? 0) * 1000n);
  return 0;
});
