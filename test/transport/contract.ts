import { afterEach, beforeEach, describe } from 'vitest';
import type { Daemon } from '../../src/exchange/exchange.ts';
import { endings } from './contract/endings.ts';
import { flowControl } from './contract/flow-control.ts';
import { framing } from './contract/framing.ts';
import { hijacks } from './contract/hijacks.ts';
import { requests } from './contract/requests.ts';
import type { Serve, Served } from './contract/setup.ts';
import { RawClient } from './raw-client.ts';

/**
 * What every transport keeps, whichever way its bytes go.
 *
 * @param limits the names of tests that it cannot pass, and why
 */
export function transportContract(
  name: string,
  serve: Serve,
  limits: Readonly<Record<string, string>> = {},
): void {
  describe(name, () => {
    const cleanups: Array<() => unknown> = [];
    let errors: unknown[] = [];
    let served: Served;
    beforeEach(({ task, skip }) => {
      const limit = limits[task.name];
      if (limit !== undefined) skip(limit);
    });
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
      errors = [];
    });

    async function start(daemon: Daemon): Promise<RawClient> {
      served = await serve(daemon, error => errors.push(error));
      cleanups.push(() => served.close());
      return dial();
    }

    async function dial(): Promise<RawClient> {
      const client = new RawClient(await served.dial());
      cleanups.push(() => client.socket.destroy());
      return client;
    }

    const setup = { start, dial, errors: () => errors, served: () => served };
    requests(setup);
    framing(setup);
    hijacks(setup);
    flowControl(setup);
    endings(setup);
  });
}
