/** A Dockerfile of ten steps, built by each builder, beside a real dockerd where DOCKER_HOST names one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { type Buildx, findBuildx } from '../clients/buildx/scenarios.ts';
import { median, ms, report, time } from './measure.ts';
import type { Target } from './targets.ts';

const DOCKERFILE = `FROM busybox
WORKDIR /app
COPY Dockerfile /app/
${Array.from({ length: 6 }, (_, index) => `RUN echo step ${index} > /app/${index}\n`).join('')}ENV A=1
CMD ["cat", "/app/5"]
`;

/** With the classic builder: POST /build. */
async function classicBuild({ docker }: Target): Promise<void> {
  const context = pack();
  context.entry({ name: 'Dockerfile' }, DOCKERFILE);
  context.finalize();
  const archive = Readable.from(context) as unknown as NodeJS.ReadableStream;
  const stream = await docker.buildImage(archive, { nocache: true, t: 'bench-classic' });
  await new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, error => (error ? reject(error) : resolve(undefined)));
  });
}

/** With BuildKit: milliseconds from the begin of its first step to the end of its last, by the daemon's clock. */
function buildxBuild({ cli, env }: Buildx, { socketPath }: Target, folder: string): number {
  const args = ['build', '--no-cache', '--progress=rawjson', '-t', 'bench-buildkit', folder];
  const run = spawnSync(cli, args, {
    env: { ...env, DOCKER_HOST: `unix://${socketPath}` },
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const times = run.stderr.match(/(?<="(?:started|completed)":")[^"]*/g) ?? [];
  const milliseconds = times.map(each => Date.parse(each) + (Number(`0.${each.slice(23, -1)}`) || 0));
  return Math.max(...milliseconds) - Math.min(...milliseconds);
}

async function rounds(count: number, measure: () => number | Promise<number>): Promise<number> {
  const times: number[] = [];
  const warmUp = Math.ceil(count / 3);
  for (let round = -warmUp; round < count; round += 1) {
    const taken = await measure();
    if (round >= 0) times.push(taken);
  }
  return median(times);
}

function compare(what: string, own: number, dockerd: number | undefined): void {
  if (dockerd === undefined) {
    report(what, [ms(own)]);
    return;
  }
  const faster = dockerd / own;
  report(what, [ms(own), '', `${faster.toFixed(0)}x`, ms(dockerd)], {
    met: faster >= 50,
    text: 'at least 50 times faster than dockerd',
  });
}

export async function benchBuilding(dockless: Target, live: Target | undefined): Promise<void> {
  const classic = (target: Target, count: number) => rounds(count, () => time(() => classicBuild(target)));
  compare('ten steps, classic builder', await classic(dockless, 30), live && (await classic(live, 3)));
  const buildx = findBuildx();
  if (buildx === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'dockless-bench-build-'));
  writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
  const build = (target: Target, count: number) => rounds(count, () => buildxBuild(buildx, target, folder));
  compare('ten steps, BuildKit', await build(dockless, 30), live && (await build(live, 3)));
  rmSync(folder, { recursive: true });
}
