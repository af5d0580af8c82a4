import type { ContainerDeclaration, WorldDeclaration } from './declaration.ts';

const STATES = ['created', 'running', 'paused', 'restarting', 'exited', 'dead', 'removing'];
const ENDED = ['restarting', 'exited', 'dead', 'removing'];
const ALIVE = ['running', 'paused', undefined];

const KEYS: Readonly<Record<'network' | 'volume' | 'container', readonly string[]>> = {
  network: ['name', 'driver', 'subnet', 'internal', 'labels'],
  volume: ['name', 'labels'],
  container: [
    'name',
    'image',
    'state',
    'exitCode',
    'health',
    'command',
    'env',
    'labels',
    'ports',
    'volumes',
    'networks',
    'addresses',
    'config',
    'hostConfig',
  ],
};

/** @throws a sentence that says what is wrong with which declaration, and what to write. */
export function checkDeclaration({ networks = [], volumes = [], containers = [] }: WorldDeclaration): void {
  for (const network of networks) if (typeof network !== 'string') checkKeys('network', network);
  for (const volume of volumes) if (typeof volume !== 'string') checkKeys('volume', volume);
  for (const container of containers) checkContainer(container);
}

export function declaredName(kind: keyof typeof KEYS, { name }: { readonly name?: string }): string {
  return name === undefined ? `a ${kind} without a name` : `${kind} ${JSON.stringify(name)}`;
}

function checkKeys(kind: keyof typeof KEYS, declaration: { readonly name?: string }): void {
  const unknown = Object.keys(declaration).find(key => !KEYS[kind].includes(key));
  if (unknown === undefined) return;
  throw new Error(
    `${declaredName(kind, declaration)}: ${unknown} is not declared so; there are ${KEYS[kind].join(', ')}`,
  );
}

function checkContainer(declaration: ContainerDeclaration): void {
  const { image, state, exitCode, health } = declaration;
  const who = declaredName('container', declaration);
  checkKeys('container', declaration);
  if (!image) throw new Error(`${who}: say which image it is made from, such as image: 'busybox'`);
  if (state !== undefined && !STATES.includes(state)) {
    throw new Error(`${who}: there is no state ${JSON.stringify(state)}; there are ${STATES.join(', ')}`);
  }
  if (exitCode !== undefined && !ENDED.includes(state ?? 'running')) {
    throw new Error(`${who}: only one that has ended has an exitCode: add state: 'exited'`);
  }
  if (health !== undefined && !ALIVE.includes(state)) {
    throw new Error(
      `${who}: only one that runs has a health: make its state 'running' or leave the health out`,
    );
  }
}
