import { Errno } from '../../process/errno.ts';
import { sys } from '../../process/sys.ts';
import type { ProgramContext, Running, Sys } from '../../process/system-call.ts';
import { outcome } from '../attempt.ts';
import { startupPacket } from './messages.ts';
import { connect, type Target, targetOf } from './target.ts';

/** 0: the server answers, whatever it says; 2: nobody does. */
export function* pgIsReady(context: ProgramContext): Running {
  const target = targetOf(context, 'hpUdt');
  const fd = yield* connect(target);
  const isReady = typeof fd === 'number' && (yield* greets(fd, target));
  const text = `${target.host}:${target.port} - ${isReady ? 'accepting connections' : 'no response'}\n`;
  if (!target.options.has('q')) yield* sys.write(1, text);
  return isReady ? 0 : 2;
}

/** Whether the server says anything to a startup packet. */
function* greets(fd: number, { user, database }: Target): Sys<boolean> {
  yield* outcome(sys.write(fd, startupPacket(user, database)));
  const data = yield* outcome(sys.read(fd));
  yield* outcome(sys.close(fd));
  return !(data instanceof Errno) && data.length > 0;
}
