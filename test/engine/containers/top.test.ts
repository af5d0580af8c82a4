import { expect, test } from 'vitest';
import { startContainer } from '../../../src/engine/containers/start.ts';
import { topContainer } from '../../../src/engine/containers/top.ts';
import type { ProcessInfo } from '../../../src/engine/world/process/system-call.ts';
import { lifecycleWorld } from '../../fixtures/lifecycle.ts';

/** `sh -c 'sleep 100 & sleep 100'`, started at 16:13:23 and looked at three seconds later. */
function topWorld() {
  const world = lifecycleWorld();
  const id = world.create();
  startContainer(world.engine, id);
  const sleep = (pid: number, ppid: number): ProcessInfo => ({
    ...{ pid, ppid, pgid: 2764, sid: 2764, uid: 0, gid: 0, groups: [0] },
    ...{ argv: ['sleep', '100'], name: 'sleep', state: 'S', tty: false },
    startedAtNs: BigInt(Date.UTC(2026, 10, 23, 16, 13, 23)) * 1_000_000n,
  });
  world.processes.processes = [sleep(2764, 2741), sleep(2779, 2764)];
  world.engine.clock.moveTo(BigInt(Date.UTC(2026, 10, 23, 16, 13, 26)) * 1_000_000n);
  world.events();
  return { ...world, top: (psArgs: string) => topContainer(world.engine, id, psArgs) };
}

// Titles and fields as dockerd 28.5.2 gave them for that container, with Debian's ps.
const table = {
  '': ['UID PID PPID C STIME TTY TIME CMD', 'root 2764 2741 0 16:13 ? 00:00:00|sleep 100'],
  aux: [
    'USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND',
    'root 2764 0.0 0.0 2268 1380 ? Ss 16:13 0:00|sleep 100',
  ],
  '-eo pid,comm': ['PID COMMAND', '2764|sleep'],
  '-o pid,ppid,args': ['PID PPID COMMAND', '2764 2741|sleep 100'],
  '-eo pid,user,stat,tty,time,cmd,pcpu,pmem,vsz,rss,nlwp,start,etime,ni,pri,sid,pgid,uid,gid,group': [
    'PID USER STAT TT TIME CMD %CPU %MEM VSZ RSS NLWP STARTED ELAPSED NI PRI SID PGID UID GID GROUP',
    '2764 root Ss ? 00:00:00 sleep 100 0.0 0.0 2268 1380 1 16:13:23 00:03 0 19 2764 2764 0|0 root',
  ],
};

test.each(Object.entries(table))('ps %s', (psArgs, [titles, first]) => {
  const { top, events } = topWorld();
  const shown = top(psArgs);
  const [fields = '', last] = (first as string).split('|');
  expect(shown.titles).toEqual((titles as string).split(' '));
  expect(shown.processes?.[0]).toEqual([...fields.split(' '), last]);
  expect(shown.processes).toHaveLength(2);
  expect(events()).toEqual(['top']);
});

test('what cannot be shown', () => {
  const { top, events } = topWorld();
  expect(() => top('-eo comm')).toThrow("Couldn't find PID field in ps output");
  expect(() => top('-o pid=PIDX')).toThrow("Couldn't find PID field in ps output");
  expect(() => top('-o foo=PID')).toThrow('specifying "foo=PID" is not allowed');
  expect(() => top('xyz')).toThrow('ps: error: unsupported option (BSD syntax)');
  expect(() => top('-L')).toThrow('dockless does not simulate docker top with the ps options -L');
  expect(events()).toEqual([]);
});
