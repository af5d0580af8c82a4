import type { Engine } from '../engine.ts';
import type { Container } from './container.ts';
import { mountView } from './inspect.ts';
import { endpointSummary, networksView } from './network-view.ts';
import { isRunning } from './running.ts';

export interface ListRequest {
  /** Stopped ones too. */
  readonly all?: boolean;
  /** At most this many, newest first; implies `all`. 0 for no limit. */
  readonly limit?: number;
}

/** GET /containers/json in the form of API 1.51, newest first. */
export function listContainers(engine: Engine, request: ListRequest = {}): object[] {
  const { all = false, limit = 0 } = request;
  const found: Readonly<Container>[] = [];
  for (const container of [...engine.state.containers.values()].reverse()) {
    if (limit > 0 && found.length === limit) break;
    if (all || limit > 0 || isRunning(container)) found.push(container);
  }
  return found.map(container => summary(container));
}

function summary(container: Readonly<Container>): object {
  const { hostConfig } = container;
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: container.config.Image,
    ImageID: container.imageId,
    Command: commandText(container),
    Created: Number(container.createdNs / 1_000_000_000n),
    Ports: [],
    Labels: container.config.Labels,
    State: container.lifecycle.status,
    Status: '',
    HostConfig: { NetworkMode: hostConfig.NetworkMode },
    NetworkSettings: { Networks: networksView(container.endpoints, endpointSummary) },
    Mounts: container.mounts.map(mountView),
  };
}

function commandText({ path, args }: Readonly<Container>): string {
  return [path, ...args.map(argument => (argument.includes(' ') ? `'${argument}'` : argument))].join(' ');
}
