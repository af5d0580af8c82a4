import type { Engine } from '../engine.ts';
import { systemError } from '../errors.ts';
import type { Container } from './container.ts';

/** The variables that tell of a container's legacy links on the default bridge (moby daemon/links/links.go). */
export function linkEnvironment(engine: Engine, container: Readonly<Container>): string[] {
  if (!container.endpoints.has('bridge')) return [];
  const env: string[] = [];
  for (const [alias, { id: childId }] of container.links) {
    const child = engine.state.containers.get(childId);
    const name = `/${container.name}/${alias}`;
    if (child === undefined) continue;
    if (child.lifecycle.status !== 'running' && child.lifecycle.status !== 'paused') {
      throw systemError(`Cannot link to a non running container: /${child.name} AS ${name}`);
    }
    const address = child.endpoints.get('bridge')?.ipAddress;
    if (address === undefined) {
      throw systemError(`container ${child.id} not attached to default bridge network`);
    }
    env.push(...variablesOf(child, alias.toUpperCase().replaceAll('-', '_'), name, address));
  }
  return env;
}

interface Port {
  readonly number: number;
  readonly protocol: string;
}

function variablesOf(child: Readonly<Container>, alias: string, name: string, address: string): string[] {
  const ports = Object.keys(child.config.ExposedPorts ?? {})
    .map(text => ({ number: Number.parseInt(text, 10), protocol: text.split('/')[1] ?? 'tcp' }))
    .sort(tcpFirst);
  const url = ({ number, protocol }: Port) => `${protocol}://${address}:${number}`;
  const prefix = ({ number, protocol }: Port) => `${alias}_PORT_${number}_${protocol.toUpperCase()}`;
  const env = ports.slice(0, 1).map(first => `${alias}_PORT=${url(first)}`);
  let range: Port[] = [];
  for (const port of ports) {
    const own = prefix(port);
    env.push(`${own}=${url(port)}`, `${own}_ADDR=${address}`);
    env.push(`${own}_PORT=${port.number}`, `${own}_PROTO=${port.protocol}`);
    const last = range.at(-1);
    const goesOn = last?.protocol === port.protocol && last.number + 1 === port.number;
    if (goesOn) range.push(port);
    // Docker tells of a range of ports once it has seen the port after it.
    if (range.length > 1 && (!goesOn || port === ports.at(-1)))
      env.push(...rangeVariables(range, prefix, url));
    if (!goesOn) range = [port];
  }
  env.push(`${alias}_NAME=${name}`);
  for (const entry of child.config.Env ?? []) {
    if (entry.includes('=') && !/^(HOME|PATH)=/.test(entry)) env.push(`${alias}_ENV_${entry}`);
  }
  return env;
}

function rangeVariables(
  range: readonly Port[],
  prefix: (port: Port) => string,
  url: (port: Port) => string,
): string[] {
  const [start, end] = [range[0] as Port, range.at(-1) as Port];
  const own = prefix(start);
  return [
    `${own}_START=${url(start)}`,
    `${own}_PORT_START=${start.number}`,
    `${own}_END=${url(end)}`,
    `${own}_PORT_END=${end.number}`,
  ];
}

function tcpFirst(a: Port, b: Port): number {
  if (a.protocol === b.protocol) return a.number - b.number;
  if (a.protocol === 'tcp' || b.protocol === 'tcp') return a.protocol === 'tcp' ? -1 : 1;
  return a.protocol < b.protocol ? -1 : 1;
}
