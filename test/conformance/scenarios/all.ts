import type { Scenarios } from '../scenario.ts';
import { containerCreate } from './container-create.ts';
import { containerLife } from './container-life.ts';
import { containerList } from './container-list.ts';
import { containerStreams } from './container-streams.ts';
import { execs } from './exec.ts';
import { files } from './files.ts';
import { foundAtRandom } from './found-at-random.ts';
import { imageArchives } from './image-archives.ts';
import { images } from './images.ts';
import { insideContainers } from './inside-containers.ts';
import { networks } from './networks.ts';
import { registry } from './registry.ts';
import { swarm } from './swarm.ts';
import { system } from './system.ts';
import { versions } from './versions.ts';
import { volumes } from './volumes.ts';
import { webSocket } from './web-socket.ts';

export const allScenarios: Scenarios = {
  ...system,
  ...containerCreate,
  ...containerList,
  ...containerLife,
  ...containerStreams,
  ...execs,
  ...files,
  ...images,
  ...imageArchives,
  ...insideContainers,
  ...networks,
  ...volumes,
  ...swarm,
  ...webSocket,
  ...registry,
  ...versions,
  ...foundAtRandom,
};
