import { expect, test } from 'vitest';
import { builtInPrograms } from '../../../../src/engine/world/programs/index-of-programs.ts';
import { settle, simulate } from '../process/kernel-fixture.ts';
import { ENVIRONMENT } from './run-script.ts';

const SCRIPT = `i=0
while [ $i -lt 100 ]; do i=$((i+1)); echo $i; sleep 1; done
echo after $i
exit 7`;

test('a copy of an engine goes on with a loop where the original stands', () => {
  const world = simulate({ programs: builtInPrograms });
  world.start('box', ['sh', '-c', SCRIPT], { env: ENVIRONMENT });
  for (let second = 0; second < 50; second++) {
    settle(world);
    world.engine.clock.fireNext();
  }
  settle(world);
  const copy = world.fork();
  expect(copy.stdout('box')).toBe(world.stdout('box'));
  for (const each of [copy, world]) {
    for (let second = 0; second < 60; second++) {
      each.engine.clock.fireNext();
      settle(each);
    }
    expect(each.stdout('box').split('\n').slice(-4)).toEqual(['99', '100', 'after 100', '']);
    expect(each.ends.get('box')).toBe(7);
  }
});

test.each([
  ['top', '-b', '-d', '1'],
  ['ping', '127.0.0.1'],
  ['tail', '-f', '/etc/passwd'],
  ['watch', '-n', '1', 'echo', 'x'],
  ['sh', '-c', 'yes | while read x; do sleep 1; done'],
])('%s goes on in a copy of its engine', (...argv) => {
  const world = simulate({ programs: builtInPrograms });
  world.start('box', argv, { env: ENVIRONMENT });
  const run = (each: typeof world, rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      settle(each);
      each.engine.clock.fireNext();
    }
    settle(each);
  };
  run(world, 40);
  const copy = world.fork();
  run(copy, 40);
  run(world, 40);
  expect(copy.stdout('box')).toBe(world.stdout('box'));
  expect(copy.stderr('box')).toBe(world.stderr('box'));
  expect(copy.ends).toEqual(world.ends);
});

/** How many results of system calls a process keeps, to be run again in a copy. */
const kept = (world: ReturnType<typeof simulate>, pid = 1) =>
  world.engine.state.machines.get('box')?.processes.get(pid)?.record.length;

test.each([
  ['nc', ['nc', '-lk', '-p', '80'], 'echo hello | nc localhost 80'],
  ['nc -e', ['nc', '-lk', '-p', '80', '-e', '/bin/cat'], 'echo hello | nc localhost 80'],
  ['httpd', ['httpd', '-f', '-h', '/etc'], 'printf "GET /passwd HTTP/1.0\\r\\n\\r\\n" | nc localhost 80'],
])('%s serves for ever and keeps little, here and in a copy', (_, server, client) => {
  const world = simulate({ programs: builtInPrograms });
  world.start('box', server, { env: ENVIRONMENT });
  const ask = (each: typeof world, id: string) => {
    each.exec('box', id, ['sh', '-c', client], { env: ENVIRONMENT });
    settle(each);
    return each.stdout(id) + each.stdout('box');
  };
  for (let round = 0; round < 40; round++) ask(world, `round ${round}`);
  expect(kept(world)).toBeLessThan(30);
  const [copy, viaJson] = [world.fork(), world.viaJson()];
  const answer = ask(world, 'after');
  expect(answer).toMatch(/hello|root/);
  expect(ask(copy, 'after')).toBe(answer);
  expect(ask(viaJson, 'after')).toBe(answer);
});

test('a shell at a terminal goes on in a copy, with its variables, its history and its jobs', async () => {
  const world = simulate({ programs: builtInPrograms });
  world.start('box', ['sh'], { env: ENVIRONMENT, tty: true, openStdin: true });
  const type = async (each: typeof world, text: string) => {
    settle(each);
    await each.input('box', text);
    settle(each);
  };
  await type(world, 'n=0; f() { echo "f $1"; }; sleep 1000 &\r');
  for (let round = 0; round < 40; round++) await type(world, 'n=$((n+1)); echo $n\r');
  expect(kept(world)).toBeLessThan(60);
  const copies = [world.fork(), world.viaJson()];
  // The first command again out of the history, a function, a job; then the end of input.
  const more = ['\x1b[A\r', 'f x; jobs\r', 'kill %1; echo done $n\r', 'exit 7\r'];
  for (const each of [world, ...copies]) for (const text of more) await type(each, text);
  expect(world.stdout('box')).toContain('f x\r\n');
  expect(world.stdout('box')).toContain('done 41\r\n');
  for (const copy of copies) {
    expect(copy.stdout('box')).toBe(world.stdout('box'));
    expect(copy.ends.get('box')).toBe(7);
  }
});
