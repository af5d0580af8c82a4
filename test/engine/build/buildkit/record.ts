/**
 * Records what a real dockerd builds: DOCKER_HOST=unix://... node test/engine/build/buildkit/record.ts [CASE...]
 * It empties that daemon's build cache before each case.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { readTar } from '../../../../src/support/tar/tar-reader.ts';
import { findBuildx } from '../../../clients/buildx/scenarios.ts';
import type { BuildCase, BuildOptions, BuildOutcome } from './build-case.ts';
import { cases } from './cases.ts';
import {
  CONTEXT_TIME,
  cacheOf,
  configOf,
  imageOf,
  inspectedOf,
  listLayer,
  newStep,
  plain,
  stepsOf,
  type ToldStep,
} from './outcome.ts';

type Range = Readonly<Record<'start' | 'end', { readonly line: number }>>;

const buildx = findBuildx();
const host = process.env.DOCKER_HOST;
if (buildx === undefined || host === undefined) {
  console.error('Set DOCKER_HOST to a real dockerd, with docker and buildx installed.');
  process.exit(2);
}
const { cli, env } = buildx;

function docker(args: readonly string[], cwd = '.'): { code: number | null; out: Buffer; err: string } {
  const { status, stdout, stderr } = spawnSync(cli, args, {
    cwd,
    env: { ...env, DOCKER_HOST: host },
    maxBuffer: 1 << 30,
  });
  return { code: status, out: stdout, err: stderr.toString() };
}

/** An image's JSON and its layers' archives. */
function saved(name: string) {
  const files = new Map([...readTar(docker(['save', name]).out)].map(entry => [entry.name, entry.data]));
  const text = (path: string) => new TextDecoder().decode(files.get(path));
  const [{ Config, Layers }] = JSON.parse(text('manifest.json'));
  return {
    config: JSON.parse(text(Config)),
    layers: (Layers ?? []).map((layer: string) => files.get(layer) as Uint8Array),
  };
}

const base = saved('busybox');

/** A second later for each build: who sends files looks at their times. */
function write(
  folder: string,
  files: Readonly<Record<string, string>>,
  modes: BuildCase['modes'] = {},
  second = 0,
): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    const [, target] = /^-> (.*)$/.exec(content) ?? [];
    const [, base64] = /^base64:(.*)$/.exec(content) ?? [];
    if (target !== undefined) symlinkSync(target, path);
    else if (!name.endsWith('/')) writeFileSync(path, base64 ? Buffer.from(base64, 'base64') : content);
    if (modes[name] !== undefined) chmodSync(path, modes[name]);
  }
  const time = new Date(CONTEXT_TIME.getTime() + second * 1000);
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const path of second === 0 ? all : Object.keys(files)) lutimesSync(join(folder, path), time, time);
}

async function ask<T>(path: string): Promise<T> {
  const response = await new Promise<IncomingMessage>(resolve => {
    request({ socketPath: host?.replace('unix://', ''), path: `/v1.51${path}` }, resolve).end();
  });
  return (await json(response)) as T;
}

async function inspect(tag: string): Promise<unknown> {
  const image = await ask<object>(`/images/${tag}/json`);
  const history = await ask<object[]>(`/images/${tag}/history`);
  return inspectedOf(image, history, await ask('/images/busybox/history'));
}

function flagsOf(folder: string, options: BuildOptions): string[] {
  const flags: string[] = ['-t', options.tag ?? 'built'];
  const each = (flag: string, record: Readonly<Record<string, string>> = {}, separator = '=') => {
    for (const [name, value] of Object.entries(record)) flags.push(flag, `${name}${separator}${value}`);
  };
  const one = (flag: string, value: string | undefined) => {
    if (value !== undefined) flags.push(flag, value);
  };
  each('--build-arg', options.args);
  each('--label', options.labels);
  each('--add-host', options.addHosts, ':');
  each('--build-context', options.contexts);
  one('-f', options.file);
  one('--target', options.target);
  one('--platform', options.platform);
  one('--network', options.network);
  one('--cache-from', options.cacheFrom);
  if (options.noCache === '') flags.push('--no-cache');
  else one('--no-cache-filter', options.noCache);
  for (const [id, content] of Object.entries(options.secrets ?? {})) {
    const file = join(folder, '..', `secret-${id}`);
    writeFileSync(file, content);
    flags.push('--secret', `id=${id},src=${file}`);
  }
  for (const id of options.ssh ?? []) flags.push('--ssh', id);
  if (options.inlineCache) flags.push('--cache-to', 'type=inline');
  return flags;
}

async function play(folder: string, options: BuildOptions): Promise<BuildOutcome> {
  docker(['rmi', '-f', options.tag ?? 'built']);
  const flags = flagsOf(folder, options);
  const { code, err } = docker(['build', '--progress=rawjson', ...flags, '.'], folder);
  const steps = new Map<string, ToldStep>();
  const rest: string[] = [];
  const warned = new Set<string>();
  for (const line of err.split('\n')) {
    if (!line.startsWith('{"')) {
      if (line !== '') rest.push(line);
      continue;
    }
    const { vertexes = [], statuses = [], logs = [], warnings = [] } = JSON.parse(line);
    for (const { range = [], short } of warnings) {
      const lines = range.map(({ start, end }: Range) =>
        start.line === end.line ? start.line : `${start.line}-${end.line}`,
      );
      warned.add(`${lines.join()}: ${Buffer.from(short, 'base64')}`);
    }
    for (const { digest, name, cached, error = '' } of vertexes) {
      const step = steps.get(digest) ?? newStep(name);
      steps.set(digest, step);
      if (cached) step.cached = true;
      if (error !== '') step.error = error;
    }
    for (const { vertex, id } of statuses) steps.get(vertex)?.parts.add(id);
    for (const { vertex, stream, data } of logs) {
      const step = steps.get(vertex);
      if (step !== undefined) step.output[stream as 1 | 2] += Buffer.from(data, 'base64').toString();
    }
  }
  const told = {
    steps: stepsOf(steps.values()),
    ...(warned.size > 0 && { warnings: [...warned].sort() }),
  };
  if (code !== 0) {
    const begin = rest.findIndex(line => line.startsWith('ERROR: '));
    const error = plain(rest.slice(begin).join('\n'));
    const marked = rest.map(line => /^\s*(\d+) \| >>> /.exec(line)?.[1]).filter(line => line !== undefined);
    return { ...told, error, ...(marked.length > 0 && { lines: marked.map(Number) }) };
  }
  const tag = options.tag ?? 'built';
  // What is brought along from elsewhere is only looked at where it is needed.
  const cached =
    options.cacheFrom === undefined
      ? { cache: cacheOf((await ask<{ BuildCache: unknown }>('/system/df?type=build-cache')).BuildCache) }
      : {};
  const [{ Config, RootFS }] = JSON.parse(docker(['image', 'inspect', tag]).out.toString());
  // dockerd saves no image without layers.
  if (RootFS.Layers === undefined) return { ...told, ...cached, image: configOf(Config) };
  const { config, layers } = saved(tag);
  const { image, baseLayers } = imageOf(config, base.config);
  const inspected = await inspect(tag);
  return { ...told, ...cached, inspected, image, layers: layers.slice(baseLayers).map(listLayer) };
}

const place = new URL('recorded.json', import.meta.url);
const recorded: Record<string, BuildOutcome[]> = existsSync(place)
  ? JSON.parse(readFileSync(place, 'utf8'))
  : {};
const wanted = process.argv.slice(2);
for (const { name, files, modes, builds } of cases) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (wanted.length === 0 && process.env.ONLY_NEW && recorded[name] !== undefined) continue;
  docker(['builder', 'prune', '-af']);
  const parent = mkdtempSync(join(tmpdir(), 'dockless-bk-'));
  const folder = join(parent, 'context');
  mkdirSync(folder);
  write(folder, files, modes);
  recorded[name] = [];
  for (const [index, options] of builds.entries()) {
    if (options.change !== undefined) write(folder, options.change, {}, index);
    if (options.prune) docker(['builder', 'prune', '-af']);
    // Layers of one second may be the very same.
    if (index > 0) await setTimeout(1100);
    recorded[name].push(await play(folder, options));
  }
  save();
  for (const { tag } of builds) if (tag !== undefined) docker(['rmi', '-f', tag]);
  rmSync(parent, { recursive: true });
  console.log(name);
}
save();

function save(): void {
  const sorted = Object.fromEntries(cases.map(({ name }) => [name, recorded[name]]));
  writeFileSync(place, `${JSON.stringify(sorted, null, 2)}\n`);
}
