import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session, Step } from './sessions.ts';

/** What one step of a session printed and returned, with machine facts made plain. */
export interface Outcome {
  readonly step: string;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The docker CLI that these sessions were recorded with, else the one on the PATH; undefined where there is none. */
export function findDockerCli(): string | undefined {
  const places = [
    process.env.DOCKLESS_DOCKER_CLI,
    '/var/cache/live-dockerd/root/usr/bin/docker',
    ...(process.env.PATH ?? '').split(':').map(folder => join(folder, 'docker')),
  ];
  return places.find(place => place !== undefined && existsSync(place));
}

interface Started {
  readonly child: ChildProcess;
  stdout: string;
  stderr: string;
  readonly ended: Promise<number | null>;
}

/** Runs sessions of the CLI against one daemon. */
export class CliDriver {
  readonly #cli: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #background = new Map<string, Started>();

  constructor(cli: string, dockerHost: string) {
    this.#cli = cli;
    const config = mkdtempSync(join(tmpdir(), 'dockless-cli-'));
    this.#env = {
      PATH: process.env.PATH,
      HOME: config,
      DOCKER_HOST: dockerHost,
      DOCKER_CONFIG: config,
      TERM: 'xterm',
      // The classic builder, whether or not there is a buildx.
      DOCKER_BUILDKIT: '0',
    };
  }

  async play(session: Session): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const step of session.steps) {
      const outcome = await this.#step(step);
      if (outcome !== undefined) outcomes.push(outcome);
    }
    return outcomes;
  }

  async #step(step: Step): Promise<Outcome | undefined> {
    if ('pauseMs' in step) {
      await new Promise(resolve => setTimeout(resolve, step.pauseMs));
      return undefined;
    }
    if ('start' in step) {
      const started = this.#spawn(this.#cli, step.args);
      started.child.stdin?.end();
      this.#background.set(step.start, started);
      if (step.until !== undefined) await seen(started, step.until);
      return undefined;
    }
    if ('finish' in step) {
      const started = this.#background.get(step.finish) as Started;
      if (step.interrupt) started.child.kill('SIGINT');
      return outcomeOf(`finish ${step.finish}`, started);
    }
    if ('terminal' in step) {
      const command = [this.#cli, ...step.terminal]
        .map(word => `'${word.replaceAll("'", `'\\''`)}'`)
        .join(' ');
      const started = this.#spawn('script', ['-qefc', command, '/dev/null']);
      // Text already answered is not looked at again, so that an echo is not taken for a new prompt.
      let from = 0;
      for (const [waitFor, type] of step.talk) {
        if (waitFor === '') await new Promise(resolve => setTimeout(resolve, 800));
        else from = await seen(started, waitFor, from);
        started.child.stdin?.write(type);
      }
      return outcomeOf(`terminal ${step.terminal.join(' ')}`, started);
    }
    const started = this.#spawn(this.#cli, step.run);
    started.child.stdin?.end(step.stdin ?? '');
    return outcomeOf(step.run.join(' '), started);
  }

  #spawn(command: string, args: readonly string[]): Started {
    const child = spawn(command, args, { env: this.#env, stdio: 'pipe' });
    const started: Started = {
      child,
      stdout: '',
      stderr: '',
      ended: new Promise(resolve => child.on('close', code => resolve(code))),
    };
    child.stdin.on('error', () => {});
    child.stdout.setEncoding('utf8').on('data', text => {
      started.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      started.stderr += text;
    });
    return started;
  }
}

async function seen(started: Started, text: string, from = 0): Promise<number> {
  for (let tries = 0; tries < 500; tries += 1) {
    const at = started.stdout.indexOf(text, from);
    if (at >= 0) return at + text.length;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  started.child.kill('SIGKILL');
  return from;
}

async function outcomeOf(step: string, started: Started): Promise<Outcome> {
  const timer = setTimeout(() => started.child.kill('SIGKILL'), 30_000);
  const code = await started.ended;
  clearTimeout(timer);
  return { step, code, stdout: plain(started.stdout), stderr: plain(started.stderr) };
}

/** Machine facts made plain: ids, times, durations, the machine's addresses, column widths. */
export function plain(text: string): string {
  return (
    text
      .replace(/\b[0-9a-f]{64}\b/g, '<id>')
      .replace(/\b[0-9a-f]{12}\b/g, '<short id>')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(
        /(Less than a second|About an? (?:minute|hour)|\d+ (?:seconds?|minutes?|hours?|weeks?|months?))( ago)?/g,
        '<duration>$2',
      )
      // ash asks for the cursor's place only where no input is waiting already: a race with whoever types.
      .replaceAll('\u001b[6n', '')
      .replace(/BusyBox v\S+ \(.*?\)/g, '<busybox>')
      .replace(/unix:\/\/\S+?\.sock/g, '<host>')
      .replace(/\/\S*\/docker\.sock|\/\S*\/dockless[^ "]*\.sock/g, '<socket>')
      .replace(/^\d{2,}(?= {2})/gm, '<pid>')
      .replace(/[ ]{2,}/g, '  ')
  );
}
