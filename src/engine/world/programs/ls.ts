import { sys } from '../process/sys.ts';
import { command } from './options.ts';
import { bufferedOutput } from './output.ts';

export const ls = command('ls', { letters: 'la1' }, function* (options) {
  const out = bufferedOutput();
  for (const entry of yield* sys.readdir(options.operands[0] ?? '.')) yield* out.text(`${entry.name}\n`);
  yield* out.flush();
  return 0;
});
