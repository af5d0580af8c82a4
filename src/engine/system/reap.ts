import { listContainers } from '../containers/list.ts';
import { removeContainer } from '../containers/remove.ts';
import type { Engine } from '../engine.ts';
import { DockerError } from '../errors.ts';
import type { Filters } from '../filters.ts';
import { listNetworks } from '../networks/list.ts';
import { removeNetwork } from '../networks/remove.ts';
import { listVolumes } from '../volumes/list-volumes.ts';
import { removeVolume } from '../volumes/remove-volume.ts';
import { REAP_TIMER, type ReapFilters } from '../world/process/reap-call.ts';

/**
 * What Testcontainers' reaper asks the daemon for: the removal of all containers, networks and volumes that one of the
 * filter sets means. It happens after the reaper's turn, since a verb cannot run inside the kernel.
 */
export function connectReaper(engine: Engine): void {
  engine.clock.handle(REAP_TIMER, key => void reap(engine, JSON.parse(key)));
}

async function reap(engine: Engine, filterSets: readonly ReapFilters[]): Promise<void> {
  for (const each of filterSets) {
    const filters: Filters = new Map(
      Object.entries(each).map(([name, values]) => [name, new Map(values.map(value => [value, true]))]),
    );
    const containers = listContainers(engine, { all: true, filters }) as Array<{ Id: string }>;
    for (const { Id } of containers) {
      await attempted(() => removeContainer(engine, Id, { force: true, volumes: true }));
    }
    for (const { id } of listNetworks(engine, filters, { detailed: false })) {
      await attempted(() => removeNetwork(engine, id));
    }
    for (const { name } of listVolumes(engine, filters))
      await attempted(() => removeVolume(engine, name, true));
  }
}

/** What cannot be removed is left, as the reaper does. */
async function attempted(removal: () => Promise<void> | void): Promise<void> {
  try {
    await removal();
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
  }
}
