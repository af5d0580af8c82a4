import { networkView } from '../../engine/networks/view.ts';
import type { Change } from './change.ts';

/** moby api/server/router/network/network_routes.go and volume/volume_routes.go */
export const networkChanges: readonly Change[] = [
  {
    // A list showed each network's containers.
    before: '1.28',
    operations: ['NetworkList'],
    reply: (networks: Array<{ Id: string }>, { engine }) =>
      networks.map(({ Id }) => {
        const network = engine.state.networks.get(Id);
        return network && networkView(network, { detailed: true });
      }),
  },
  {
    before: '1.48',
    operations: ['NetworkCreate'],
    request: body => {
      body.EnableIPv4 = null;
    },
  },
];

export const volumeChanges: readonly Change[] = [
  {
    // Prune took named volumes too.
    before: '1.42',
    operations: ['VolumePrune'],
    filters: filters => filters.set('all', new Map([...(filters.get('all') ?? []), ['true', true]])),
  },
];
