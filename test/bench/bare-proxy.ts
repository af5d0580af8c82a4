/** A proxy that only passes bytes on, both ways: what any proxy in Node pays at least. Arguments: its socket, the target's. */
import { connect, createServer } from 'node:net';

const [, , own, target = ''] = process.argv;
const HALF_OPEN = { allowHalfOpen: true };

createServer(HALF_OPEN, near => {
  const far = connect({ path: target, ...HALF_OPEN });
  near.pipe(far).pipe(near);
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
}).listen(own, () => process.stdout.write('listening\n'));
