import { expect, test } from 'vitest';
import { type CreateEngineOptions, createEngine, type Daemon, type FaultPlan, faults } from '../src/index.ts';
import { type createRecording, intercept, listen, record } from '../src/node.ts';

const options = (wrong: object) => wrong as CreateEngineOptions;
const engine = createEngine();
const notADaemon = engine as unknown as Daemon;
const plan = (wrong: unknown) => wrong as FaultPlan;
const sink = {} as ReturnType<typeof createRecording>;

/** What somebody who misuses dockless is told, beside what TypeScript tells. */
test.each([
  [() => createEngine(options({ image: [] })), 'createEngine() has no option image; there are seed, clock,'],
  [
    () => createEngine(options({ clock: 'fast' })),
    'there is no clock "fast": take one of auto, manual, real',
  ],
  [() => engine.advance(-1), 'engine.advance(-1): say how many milliseconds pass, from 0 on'],
  [() => engine.advance(Number.NaN), 'engine.advance(NaN): say how many milliseconds pass'],
  [() => intercept(notADaemon), 'intercept() needs a daemon: of an engine, api(engine) makes one'],
  [() => listen(notADaemon, 'tcp://127.0.0.1:0'), 'listen() needs a daemon'],
  [() => record(notADaemon, sink), 'record() needs a daemon'],
  [() => faults([], notADaemon), 'faults() needs a daemon'],
  [() => faults(plan({ rules: [] }), notADaemon), 'a fault plan is a list of rules: [{ on: '],
  [
    () => faults(plan([{ on: 'GET /info' }]), notADaemon),
    'rule 1 of the fault plan: fault: its kind must be one of',
  ],
])('%s', async (misuse, sentence) => {
  await expect((async () => misuse())()).rejects.toThrow(sentence);
});
