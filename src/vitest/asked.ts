import type { EngineCall } from '../engine/call-log.ts';
import type { Engine } from '../engine/engine.ts';
import { familiarString, parseReference, withDefaultTag } from '../engine/images/reference.ts';
import { isAbout } from '../recording/faults/fault-plan.ts';

/** What a container is expected to have been made from; what is left out may be anything. */
export interface ContainerPattern {
  /** `busybox` is `docker.io/library/busybox:latest`, too. */
  readonly image?: string;
  readonly name?: string;
  readonly command?: readonly string[];
}

interface CreateBody {
  readonly Config?: { readonly Image?: string; readonly Cmd?: string[] | null } | null;
}

const succeeded = ({ status }: EngineCall) => status !== undefined && status < 400;
const queryOf = ({ target }: EngineCall) => new URLSearchParams(target.split('?')[1] ?? '');
const sameList = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((each, index) => each === other[index]);

function sameImage(one: string, other: string): boolean {
  const full = (reference: string) => familiarString(withDefaultTag(parseReference(reference)));
  return one === other || full(one) === full(other);
}

/** The calls that created such a container. */
export function creations({ calls }: Engine, pattern: string | ContainerPattern): readonly EngineCall[] {
  const { image, name, command } = typeof pattern === 'string' ? { image: pattern } : pattern;
  return calls.filter(call => {
    if (call.operation !== 'ContainerCreate' || !succeeded(call)) return false;
    const config = (call.body as CreateBody).Config ?? {};
    return (
      (image === undefined || sameImage(config.Image ?? '', image)) &&
      (name === undefined || queryOf(call).get('name')?.replace(/^\//, '') === name) &&
      (command === undefined || sameList(config.Cmd ?? [], command))
    );
  });
}

/** Those of `creations` whose container was then started. */
export function runs(engine: Engine, pattern: string | ContainerPattern): readonly EngineCall[] {
  return creations(engine, pattern).filter(({ createdId = '' }) =>
    isDone(engine, 'ContainerStart', createdId),
  );
}

/** Whether the operation succeeded on a container, by whichever of its names the client called it. */
export function isDone(engine: Engine, operation: string, ref: string): boolean {
  const names = namesOf(engine, ref);
  return engine.calls.some(
    call => call.operation === operation && succeeded(call) && isOneOf(names, call.params.name),
  );
}

/** Clients name a container by its name, its id or the beginning of that. */
function isOneOf(names: readonly string[], asked = ''): boolean {
  return names.some(name => name === asked || (name.length === 64 && asked !== '' && name.startsWith(asked)));
}

/** A container's name and id, by one of them. It may be gone by now. */
function namesOf(engine: Engine, ref: string): readonly string[] {
  const names = new Set([ref]);
  for (const call of creations(engine, {})) {
    const name = queryOf(call).get('name')?.replace(/^\//, '');
    if (call.createdId === ref && name) names.add(name);
    if (name === ref && call.createdId) names.add(call.createdId);
  }
  const id = engine.state.containerNames.get(ref)?.id;
  if (id !== undefined) names.add(id);
  const container = engine.state.containers.get(ref);
  if (container !== undefined) names.add(container.name);
  return [...names];
}

export function isPulled({ calls }: Engine, image: string): boolean {
  return calls.some(call => {
    const query = queryOf(call);
    const [name, tag] = [query.get('fromImage'), query.get('tag')];
    if (call.operation !== 'ImageCreate' || !succeeded(call) || !name) return false;
    return sameImage(tag ? `${name}${tag.includes(':') ? '@' : ':'}${tag}` : name, image);
  });
}

/** Whether the command was run in a container, or in any. */
export function isExecuted(engine: Engine, command: readonly string[], ref?: string): boolean {
  const names = ref === undefined ? undefined : namesOf(engine, ref);
  return engine.calls.some(
    call =>
      call.operation === 'ContainerExec' &&
      succeeded(call) &&
      sameList((call.body as { Cmd?: string[] | null }).Cmd ?? [], command) &&
      (names === undefined || isOneOf(names, call.params.name)) &&
      engine.calls.some(
        ({ operation, params }) => operation === 'ExecStart' && params.name === call.createdId,
      ),
  );
}

/** `on` as in a fault plan: `GET /containers/*\/json`. */
export function isAsked({ calls }: Engine, on: string): boolean {
  return calls.some(call => isAbout(on, call));
}

/** The most calls that a failure prints. */
const MOST_LINES = 40;

/** What was asked, a line a call. */
export function listOf({ calls }: Engine): string {
  if (calls.length === 0) return 'it was asked nothing';
  const lines = calls.slice(-MOST_LINES).map(call => {
    const outcome = call.status === undefined ? 'no answer yet' : `${call.status}`;
    return `  ${call.method} ${call.target} -> ${outcome}${call.error ? ` ${call.error}` : ''}${detailOf(call)}`;
  });
  const left = calls.length - lines.length;
  return `it was asked${left > 0 ? `, after ${left} other calls` : ''}:\n${lines.join('\n')}`;
}

function detailOf({ operation, body }: EngineCall): string {
  const { Config, Cmd } = (body ?? {}) as CreateBody & { Cmd?: string[] | null };
  if (operation === 'ContainerCreate')
    return ` (image ${Config?.Image}, command ${JSON.stringify(Config?.Cmd)})`;
  return operation === 'ContainerExec' ? ` (${JSON.stringify(Cmd)})` : '';
}
