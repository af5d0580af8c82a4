import { expect, test } from 'vitest';
import { api } from '../../src/api/api.ts';
import { createEngine } from '../../src/create-engine.ts';
import { Random } from '../../src/engine/world/random.ts';
import { askRaw, JSON_BODY } from '../fixtures/ask-raw.ts';

type Request = [method: string, path: string, body?: object];

const commands = [
  ['true'],
  ['cat'],
  ['nope'],
  ['sleep', '5'],
  ['sh', '-c', 'echo hi; exit 4'],
  ['sh', '-c', 'trap "exit 3" TERM; while :; do sleep 1; done'],
];

/** One random request about one of a few containers. */
function request(random: Random): Request {
  const pick = <T>(all: readonly T[]) => all[random.below('names', all.length)] as T;
  const name = pick(['aa', 'bb', 'cc', 'dd']);
  const of = (path: string) => `/containers/${name}/${path}`;
  const seconds = pick([0, 1, 2]);
  const Healthcheck = pick([undefined, { Test: ['CMD', pick(['true', 'false'])], Interval: 1e9 }]);
  const RestartPolicy = { Name: pick(['no', 'always', 'on-failure', 'unless-stopped']) };
  const AutoRemove = RestartPolicy.Name === 'no' && pick([true, false]);
  const container = {
    ...{ Image: 'busybox', Cmd: pick(commands), Tty: pick([true, false]), OpenStdin: pick([true, false]) },
    ...{ Healthcheck, HostConfig: { RestartPolicy, AutoRemove } },
  };
  return pick<Request>([
    ['POST', `/containers/create?name=${name}`, container],
    ['POST', of('start')],
    ['POST', of('start')],
    ['POST', of(`stop?t=${seconds}`)],
    ['POST', of(`restart?t=${seconds}`)],
    ['POST', of(`kill?signal=${pick(['', 'HUP', 'TERM', 'STOP', 'CONT', '0'])}`)],
    ['POST', of('pause')],
    ['POST', of('unpause')],
    ['POST', of('update'), { RestartPolicy: { Name: pick(['no', 'always']) } }],
    ['POST', of('resize?h=1&w=1')],
    ['POST', of(`rename?name=${pick(['aa', 'ee'])}`)],
    ['POST', of('exec'), { Cmd: ['sleep', '1'] }],
    ['GET', of('logs?stdout=1&stderr=1')],
    ['GET', of('stats?stream=0')],
    ['GET', of('top')],
    ['DELETE', `/containers/${name}?force=${pick([0, 1])}`],
  ]);
}

test.each(['one', 'two', 'three'])(
  'seed %s: a dozen requests at once, again and again, all come to an end',
  async seed => {
    const engine = createEngine({ seed });
    const random = new Random(seed);
    const daemon = api(engine);
    const ask = async ([method, path, body]: Request) => {
      const options = body === undefined ? {} : { headers: JSON_BODY, body: JSON.stringify(body) };
      const answer = await askRaw(daemon, method, `/v1.51${path}`, options);
      return { ...answer, asked: `${method} ${path}` };
    };
    await ask(['POST', '/images/create?fromImage=busybox&tag=latest']);
    for (let round = 0; round < 25; round += 1) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => ask(request(random))));
      expect(answers.filter(({ body }) => body.includes('dockless'))).toEqual([]);
      for (const { asked, status, body } of answers) {
        if (!asked.endsWith('/exec') || status !== 201) continue;
        await ask(['POST', `/exec/${JSON.parse(body).Id}/start`, { Detach: true }]);
      }
    }
    expect(engine.live.outputs.size).toBe(0);
  },
);
