import { archive, build, commit, imageArchive, push } from './archives.ts';
import { act, change, list, listen, look } from './containers.ts';
import { create, lifeOfOne, networkOfOne } from './create.ts';
import { type Area, type Luck, luckOf, query, type RandomCall } from './draw.ts';
import { execCreate, execUse } from './exec.ts';
import { imageChange, imageLook, imageUser } from './images.ts';
import { networkCreate, networkUse } from './networks.ts';
import { system } from './system.ts';
import { volume } from './volumes.ts';

const AREAS: ReadonlyArray<readonly [weight: number, area: Area]> = [
  [5, create],
  [4, lifeOfOne],
  [2, networkOfOne],
  [8, act],
  [4, look],
  [1, listen],
  [2, list],
  [3, change],
  [2, archive],
  [2, commit],
  [2, build],
  [1, imageArchive],
  [1, push],
  [2, execCreate],
  [2, execUse],
  [2, imageLook],
  [2, imageChange],
  [1, imageUser],
  [2, networkCreate],
  [4, networkUse],
  [2, volume],
  [2, system],
];

const VERSIONS = [
  '1.24',
  '1.25',
  '1.30',
  '1.32',
  '1.35',
  '1.39',
  '1.40',
  '1.41',
  '1.42',
  '1.43',
  '1.44',
  '1.45',
  '1.46',
  '1.47',
  '1.48',
  '1.49',
  '1.50',
  '1.52',
  '1.23',
];

/** What each history begins with, so that there is something to meet. */
const PRELUDE: readonly RandomCall[] = [
  {
    method: 'POST',
    path: '/networks/create',
    body: { Name: 'n1', IPAM: { Config: [{ Subnet: '172.30.0.0/16' }] } },
  },
  {
    method: 'POST',
    path: '/containers/create?name=xx',
    body: {
      Image: 'busybox',
      Cmd: ['sleep', '1000'],
      Labels: { app: 'x' },
      HostConfig: { Binds: ['v1:/v'] },
    },
  },
  { method: 'POST', path: '/containers/xx/start' },
  {
    method: 'POST',
    path: '/containers/create?name=yy',
    body: { Image: 'alpine', Cmd: ['sh', '-c', 'echo out; exit 3'], HostConfig: { NetworkMode: 'n1' } },
  },
];

/** A history of so many calls; one in ten speaks an old version all through. */
export function randomHistory(seed: number, length: number): RandomCall[] {
  const luck = luckOf(seed);
  const total = AREAS.reduce((sum, [weight]) => sum + weight, 0);
  const old = luck.once(8) ? luck.pick(VERSIONS) : undefined;
  const calls = [...PRELUDE];
  while (calls.length < length) {
    const call = areaAt(luck.draw(total))(luck);
    const version = old ?? (luck.once(10) ? luck.pick(VERSIONS) : undefined);
    const spoken = version === undefined ? {} : { version: `/v${version}` };
    for (const one of Array.isArray(call) ? call : [call]) calls.push({ ...one, ...spoken });
  }
  return calls.slice(0, length);
}

function areaAt(place: number): Area {
  let left = place;
  for (const [weight, area] of AREAS) {
    if (left < weight) return area;
    left -= weight;
  }
  throw new Error('a place beyond the last area');
}

/** Which of a history's events are asked for in the end. */
export function eventFilters({ pick, once }: Luck): object {
  if (once(2)) return {};
  return pick<object>([
    { type: ['container'] },
    { type: ['network', 'volume'] },
    { event: ['start', 'die'] },
    { container: ['xx'] },
    { image: ['busybox'] },
    { label: ['app=x'] },
    { network: ['n1'] },
    { volume: ['v1'] },
    { type: ['image'] },
    { scope: ['local'] },
    { event: ['exec_start'] },
  ]);
}

export const eventsPath = (since: number, until: number, filters: object) =>
  `/events${query({ since: since.toFixed(9), until: until.toFixed(9), filters })}`;
