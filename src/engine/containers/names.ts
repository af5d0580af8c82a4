import type { Engine } from '../engine.ts';
import { conflict, invalidParameter } from '../errors.ts';
import { adjectives, surnames } from './name-words.ts';

/** moby daemon/names/names.go: at least two characters. */
const NAME_CHARACTERS = '[a-zA-Z0-9][a-zA-Z0-9_.-]';
const NAME_PATTERN = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** How often dockerd tries a random name before it falls back to the short id. */
const RANDOM_NAME_TRIES = 6;

/** A free name for a new container: the one asked for, or a random one. Does not reserve it. */
export function chooseName(engine: Engine, id: string, asked: string): string {
  return asked === '' ? randomName(engine, id) : checkName(engine, asked);
}

/** `asked` without its slash, if it is valid and free. */
export function checkName(engine: Engine, asked: string): string {
  const name = asked.startsWith('/') ? asked.slice(1) : asked;
  if (!NAME_PATTERN.test(name)) {
    throw invalidParameter(`Invalid container name (${asked}), only ${NAME_CHARACTERS} are allowed`);
  }
  const holder = engine.state.containerNames.get(name);
  if (holder === undefined) return name;
  throw conflict(
    `Conflict. The container name "/${name}" is already in use by container "${holder.id}". You have to remove (or rename) that container to be able to reuse that name.`,
  );
}

/** moby daemon/names.go, generateAndReserveName. */
function randomName(engine: Engine, id: string): string {
  for (let attempt = 0; attempt < RANDOM_NAME_TRIES; attempt += 1) {
    const name = drawName(engine) + (attempt > 0 ? String(engine.random.below('names', 10)) : '');
    if (!engine.state.containerNames.has(name)) return name;
  }
  return id.slice(0, 12);
}

function drawName(engine: Engine): string {
  const draw = (words: readonly string[]) => words[engine.random.below('names', words.length)];
  const name = `${draw(adjectives)}_${draw(surnames)}`;
  // Steve Wozniak is not boring (moby pkg/namesgenerator).
  return name === 'boring_wozniak' ? drawName(engine) : name;
}
