import { sys } from '../process/sys.ts';
import { command } from './options.ts';
import { encodeText } from './text.ts';

export const pwd = command('pwd', { letters: 'LP' }, function* () {
  yield* sys.write(1, encodeText(`${yield* sys.getcwd()}\n`));
  return 0;
});
