import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { createContainer } from '../../src/engine/containers/create.ts';
import { pullImage } from '../../src/engine/images/pull.ts';
import type { Daemon } from '../../src/exchange/exchange.ts';
import { contest, ms, processorTime, report } from './measure.ts';

const CONTAINERS = 200;
/** So many calls at a time: one alone is too short to be timed. */
const CALLS = 500;
const VERSIONS = ['1.44', '1.40', '1.24', '1.12', '1.8', '1.4', '1.0'];
const PATHS = [
  '/containers/json?all=1',
  '/containers/NAME/json',
  '/images/json',
  '/images/busybox/json',
  '/info',
  '/version',
];

async function callOften(daemon: Daemon, target: string): Promise<void> {
  for (let call = 0; call < CALLS; call += 1) {
    const reply = await daemon({
      method: 'GET',
      target,
      headers: [],
      body: (async function* () {})(),
      signal: new AbortController().signal,
    });
    if (reply.status !== 200) throw new Error(`${target}: ${reply.status}`);
  }
}

/** The same call at old versions and at the newest, without a transport. */
export async function benchVersions(): Promise<void> {
  const engine = createEngine({ daemon: 'any', clock: 'manual' });
  pullImage(engine, 'busybox:latest');
  let name = '';
  for (let made = 0; made < CONTAINERS; made += 1) {
    name = createContainer(engine, { config: { Image: 'busybox', Cmd: ['sleep', '1'] } }).id;
  }
  const daemon = api(engine);
  for (const path of PATHS) {
    const at = (version: string) => () => callOften(daemon, `/v${version}${path.replace('NAME', name)}`);
    const contestants = Object.fromEntries([['1.56', at('1.56')], ...VERSIONS.map(each => [each, at(each)])]);
    const times = await contest(contestants, 25, processorTime);
    const newest = times['1.56'] ?? 0;
    const worst = Math.max(...VERSIONS.map(version => (times[version] ?? 0) / newest));
    const slowest = VERSIONS.find(version => (times[version] ?? 0) / newest === worst) ?? '';
    report(`GET ${path}`, [ms(newest / CALLS), ms((times[slowest] ?? 0) / CALLS), `${worst.toFixed(2)}x`], {
      met: worst <= 1.3,
      text: `1.56 and the slowest of the old, ${slowest}: within 1.3x`,
    });
  }
}
