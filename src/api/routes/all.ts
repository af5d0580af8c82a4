import type { Route } from '../call.ts';
import { configRoutes } from './config.ts';
import { containerRoutes } from './container.ts';
import { distributionRoutes } from './distribution.ts';
import { execRoutes } from './exec.ts';
import { imageRoutes } from './image.ts';
import { networkRoutes } from './network.ts';
import { nodeRoutes } from './node.ts';
import { pluginRoutes } from './plugin.ts';
import { secretRoutes } from './secret.ts';
import { serviceRoutes } from './service.ts';
import { sessionRoutes } from './session.ts';
import { swarmRoutes } from './swarm.ts';
import { systemRoutes } from './system.ts';
import { taskRoutes } from './task.ts';
import { unlistedRoutes } from './unlisted.ts';
import { volumeRoutes } from './volume.ts';

/** Every operation. Where two paths match, the earlier row wins, as with dockerd's router. */
export const allRoutes: readonly Route[] = [
  ...unlistedRoutes,
  ...containerRoutes,
  ...imageRoutes,
  ...systemRoutes,
  ...execRoutes,
  ...volumeRoutes,
  ...networkRoutes,
  ...pluginRoutes,
  ...nodeRoutes,
  ...swarmRoutes,
  ...serviceRoutes,
  ...taskRoutes,
  ...secretRoutes,
  ...configRoutes,
  ...distributionRoutes,
  ...sessionRoutes,
];
