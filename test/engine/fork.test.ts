import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/create-engine.ts';
import { createContainer } from '../../src/engine/containers/create.ts';
import { startContainer } from '../../src/engine/containers/start.ts';
import { Engine } from '../../src/engine/engine.ts';
import { pullImage } from '../../src/engine/images/pull.ts';
import { parseSnapshot, serializeSnapshot } from '../../src/engine/snapshot-json.ts';
import { makeKernel } from '../../src/engine/world/process/make-kernel.ts';
import { hostTimers } from '../../src/support/host-timers.ts';

/** What shells do: pipes with slow writers, traps, subshells, background jobs, files, loops over input. */
const SCRIPTS: Readonly<Record<string, string>> = {
  pipeline:
    'for i in 1 2 3; do echo line $i; sleep 0.3; done | while read a b; do echo "got $b"; sleep 0.2; done; echo end',
  trap: 'trap "echo caught; exit 3" TERM; echo ready; n=0; while [ $n -lt 20 ]; do n=$((n+1)); sleep 0.1; done; echo no',
  jobs: 'f() { sleep $1; echo "job $1"; return 4; }; f 0.5 & a=$!; f 0.2 & wait $a; echo "status $?"; wait; echo all',
  files:
    'cd /tmp; for f in a b c; do echo $f > $f.txt; sleep 0.1; cat *.txt | (read x; echo "first $x"); done; ls',
  input: 'echo hello; while read line; do echo "[$line]"; done; echo over',
  substitution:
    'x=$(sleep 0.4; echo inner); echo "$x"; (cd /etc; pwd; sleep 0.3); pwd; sh -c "sleep 0.2; exit 6"; echo $?',
};

interface World {
  readonly engine: Engine;
  readonly ids: readonly string[];
}

function begin(): World {
  const engine = createEngine({ clock: 'manual' });
  pullImage(engine, 'busybox');
  const ids = Object.entries(SCRIPTS).map(([name, script]) => {
    const config = { Image: 'busybox', Cmd: ['sh', '-c', script], OpenStdin: true };
    return createContainer(engine, { name, config }).id;
  });
  for (const id of ids) startContainer(engine, id);
  return { engine, ids };
}

const STEPS: ReadonlyArray<(world: World) => unknown> = [
  ({ engine }) => engine.driver.settle(),
  ({ engine }) => engine.advance(150),
  world => input(world, 'input', 'one\ntw'),
  ({ engine }) => engine.advance(200),
  world => input(world, 'input', 'o\nthree'),
  world => world.engine.processes.signal(world.ids[1] as string, 15),
  ({ engine }) => engine.advance(400),
  world => input(world, 'input', undefined),
  ({ engine }) => engine.advance(5000),
];

async function input({ engine, ids }: World, name: string, text: string | undefined): Promise<void> {
  const streams = engine.processes.streams(ids[Object.keys(SCRIPTS).indexOf(name)] as string);
  if (text === undefined) streams?.closeInput();
  else await streams?.writeInput(new TextEncoder().encode(text));
  engine.driver.settle();
}

async function play(world: World, from = 0, to = STEPS.length): Promise<void> {
  for (const step of STEPS.slice(from, to)) await step(world);
}

/** All that the daemon knows of the containers, times included. */
function seen({ engine, ids }: World) {
  return ids.map(id => {
    const container = engine.state.containers.get(id);
    const decoder = new TextDecoder();
    const log = [...(container?.log ?? [])].map(({ timeNs, line }) => `${timeNs} ${decoder.decode(line)}`);
    return { log, state: container?.lifecycle, finishedAtNs: container?.finishedAtNs };
  });
}

const fork = ({ engine, ids }: World): World => ({ engine: engine.fork(), ids });

function viaJson({ engine, ids }: World): World {
  const snapshot = parseSnapshot(serializeSnapshot(engine.snapshot()));
  return {
    engine: new Engine({ host: hostTimers(), clock: 'manual', processes: makeKernel }, snapshot),
    ids,
  };
}

describe('engines with running shells', () => {
  test('run to their ends', async () => {
    const world = begin();
    await play(world);
    const lines = seen(world).map(({ log, state }) => [
      log.map(line => line.split(' ').slice(1).join(' ')).join(''),
      state,
    ]);
    expect(Object.fromEntries(lines.map((line, index) => [Object.keys(SCRIPTS)[index], line]))).toEqual({
      pipeline: ['got 1\ngot 2\ngot 3\nend\n', { status: 'exited', exitCode: 0 }],
      trap: ['ready\ncaught\n', { status: 'exited', exitCode: 3 }],
      jobs: ['job 0.2\njob 0.5\nstatus 4\nall\n', { status: 'exited', exitCode: 0 }],
      files: ['first a\nfirst a\nfirst a\na.txt\nb.txt\nc.txt\n', { status: 'exited', exitCode: 0 }],
      input: ['hello\n[one]\n[two]\nover\n', { status: 'exited', exitCode: 0 }],
      substitution: ['inner\n/etc\n/\n6\n', { status: 'exited', exitCode: 0 }],
    });
    expect(world.engine.unsimulated()).toEqual({});
  });

  test.each([
    ['fork', fork],
    ['JSON', viaJson],
  ] as const)('copied by %s at any place, go on as they would', { timeout: 60_000 }, async (_name, copy) => {
    const whole = begin();
    await play(whole);
    const expected = seen(whole);
    for (let place = 0; place <= STEPS.length; place += 1) {
      const parent = begin();
      await play(parent, 0, place);
      const other = copy(parent);
      await play(other, place);
      expect([place, other.engine.unsimulated()]).toEqual([place, {}]);
      expect(seen(other)).toEqual(expected);
      await play(parent, place);
      expect(seen(parent)).toEqual(expected);
    }
  });

  test('copied between any two turns of the kernel, go on as they would', { timeout: 60_000 }, async () => {
    for (let steps = 0; steps < 400; steps += 37) {
      const parent = begin();
      parent.engine.processes.run(steps);
      const other = fork(parent);
      await play(parent);
      await play(other);
      expect(other.engine.unsimulated()).toEqual({});
      expect(seen(other)).toEqual(seen(parent));
    }
  });
});

test('a shell that does nothing but loop keeps nobody from running', { timeout: 20_000 }, async () => {
  const engine = createEngine({ clock: 'manual' });
  pullImage(engine, 'busybox');
  const run = (command: string) => {
    const config = { Image: 'busybox', Cmd: ['sh', '-c', command] };
    const { id } = createContainer(engine, { config });
    startContainer(engine, id);
    return id;
  };
  run('while :; do :; done');
  run('awk "BEGIN { while (1) x++ }"');
  const other = run('sleep 0.1; echo fine');
  await engine.advance(500);
  expect(engine.state.containers.get(other)?.lifecycle).toEqual({ status: 'exited', exitCode: 0 });
  engine.close();
});
