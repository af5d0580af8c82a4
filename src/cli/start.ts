import * as nodeFiles from 'node:fs';
import { readFile } from 'node:fs/promises';
import { api } from '../api/api.ts';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { ImageArchive, loadImages } from '../engine/images/load.ts';
import { parseSnapshot } from '../engine/snapshot-json.ts';
import type { HostFiles } from '../engine/world/files/host-file-system.ts';
import type { Daemon } from '../exchange/exchange.ts';
import { type Listening, type ListenTls, listen } from '../transport/listen.ts';
import { listenOnPorts } from '../transport/ports/listen-on-ports.ts';
import type { ServeOptions } from './main.ts';

export interface Started {
  /** As many as were asked for, in that order. */
  readonly hosts: readonly string[];
  close(): Promise<void>;
}

/**
 * An engine in real time, listening on each of `hosts`; by TLS on those of TCP where `tls` is given. Where one of them
 * fails, none is left open.
 */
export async function start(
  options: ServeOptions,
  hosts: readonly string[],
  tls?: ListenTls,
): Promise<Started> {
  const engine = createEngine({
    clock: 'real',
    ...(options.daemon === undefined ? {} : { daemon: options.daemon }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.hostDisk === true && { hostFiles: nodeFiles as HostFiles }),
  });
  if (options.state !== undefined) engine.restore(parseSnapshot(await readFile(options.state, 'utf8')));
  for (const path of options.load ?? []) await loadArchive(engine, path);
  const daemon = api(engine, options.api === undefined ? {} : { maxVersion: options.api });
  return listenOn(daemon, hosts, () => engine.close(), tls);
}

/** Serves a daemon on each of `hosts`; `onClose` is called before they close. */
export async function listenOn(
  daemon: Daemon,
  hosts: readonly string[],
  onClose: () => void = () => {},
  tls?: ListenTls,
): Promise<Started> {
  const open: Listening[] = [];
  const closePorts = listenOnPorts(daemon, report);
  const close = async () => {
    closePorts();
    onClose();
    await Promise.all(open.map(listening => listening.close()));
  };
  try {
    for (const host of hosts) {
      const byTls = tls !== undefined && !host.startsWith('unix:');
      open.push(await listen(daemon, host, { onError: report, ...(byTls && { tls }) }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { hosts: open.map(({ host }) => host), close };
}

export async function loadArchive(engine: Engine, path: string): Promise<void> {
  try {
    for await (const _ of loadImages(engine, ImageArchive.read(nodeFiles.createReadStream(path)), {
      quiet: true,
    })) {
      // Only its end is of interest.
    }
  } catch (error) {
    throw new Error(`cannot load images from ${path}: ${(error as Error).message}`);
  }
}

/** A fault of our own: the client saw a dropped connection, and whoever runs the server sees why. */
export function report(error: unknown): void {
  process.stderr.write(`dockless: ${error instanceof Error ? error.stack : error}\n`);
}
