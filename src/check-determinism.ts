import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api } from './api/api.ts';
import { type CreateEngineOptions, createEngine } from './create-engine.ts';
import type { Engine } from './engine/engine.ts';
import type { Daemon } from './exchange/exchange.ts';
import { firstDifference } from './recording/transcript/first-difference.ts';
import { type Transcript, transcribe } from './recording/transcript/transcribe.ts';
import { intercept } from './transport/intercept/intercept.ts';
import { listen } from './transport/listen.ts';

/** What a scenario works with: an engine of its own, and where clients reach it. */
export interface ScenarioWorld {
  readonly engine: Engine;
  /** For dockerode and other clients. */
  readonly socketPath: string;
  /** The same in DOCKER_HOST's form. */
  readonly host: string;
}

export type Scenario = (world: ScenarioWorld) => unknown;

export interface CheckDeterminismOptions {
  /** How each run's engine is made. */
  readonly engine?: CreateEngineOptions;
}

/** How much was compared. */
export interface DeterminismReport {
  readonly calls: number;
  readonly bytes: number;
}

/**
 * Runs a scenario three times, each with an engine of its own: twice in memory and once over a unix socket, and holds
 * all that was asked and answered against each other, byte by byte. What a scenario does over two connections at once
 * is in no order on a real socket: it should await each answer, and with an `auto` clock leave the clock alone while
 * one of its clients waits or is attached.
 *
 * @throws where two runs differ: a sentence with the call, and the first byte that differs in its surroundings
 * @example
 * await checkDeterminism(async ({ socketPath }) => {
 *   const docker = new Docker({ socketPath });
 *   await docker.listContainers();
 * });
 */
export async function checkDeterminism(
  scenario: Scenario,
  options: CheckDeterminismOptions = {},
): Promise<DeterminismReport> {
  const first = await run(scenario, options, inMemory);
  const second = await run(scenario, options, inMemory);
  explain('a second run', firstDifference(first, second));
  explain('a run over a real socket', firstDifference(first, await run(scenario, options, overSocket)));
  const bytes = first.reduce((sum, { request, reply }) => sum + request.length + reply.length, 0);
  return { calls: first.length, bytes };
}

function explain(what: string, difference: string | undefined): void {
  if (difference !== undefined) throw new Error(`${what} differs from the first: ${difference}`);
}

type Reach = (daemon: Daemon, socketPath: string) => Promise<() => unknown>;

const inMemory: Reach = async (daemon, socketPath) => {
  const interception = intercept(daemon, { targets: [`unix://${socketPath}`] });
  return () => interception.dispose();
};

const overSocket: Reach = async (daemon, socketPath) => {
  const listening = await listen(daemon, `unix://${socketPath}`);
  return () => listening.close();
};

async function run(scenario: Scenario, options: CheckDeterminismOptions, reach: Reach): Promise<Transcript> {
  const engine = createEngine({ seed: 'determinism', ...options.engine });
  const transcript: Transcript = [];
  const folder = mkdtempSync(join(tmpdir(), 'dockless-'));
  const socketPath = join(folder, 'd.sock');
  const leave = await reach(transcribe(api(engine), transcript), socketPath);
  try {
    await scenario({ engine, socketPath, host: `unix://${socketPath}` });
    return transcript;
  } finally {
    await leave();
    engine.close();
    rmSync(folder, { recursive: true });
  }
}
