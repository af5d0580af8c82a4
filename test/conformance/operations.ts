/** Why an operation that the engine simulates has no recorded success, or no recorded failure. */
export interface Unrecorded {
  readonly success?: string;
  readonly failure?: string;
}

const NO_SWARM = 'the simulated node is in no swarm, as the recorded one';
const NO_PLUGIN = 'no plugin is installed, here or on the recorded machine, which reaches no registry';
const NO_REGISTRY = 'the recorded machine reaches no registry';
const EXPERIMENTAL = 'neither daemon is experimental';
const HTTP2 =
  'HTTP/2 from its first byte on: compared through the docker CLI instead, in test/clients/buildx';
const ALWAYS = 'dockerd answers it, whatever is asked';

/** By operation. The list may only shrink. */
export const unrecorded: Readonly<Record<string, Unrecorded>> = {
  ...Object.fromEntries(
    [
      ...['ConfigList', 'ConfigCreate', 'ConfigInspect', 'ConfigDelete', 'ConfigUpdate'],
      ...['SecretList', 'SecretCreate', 'SecretInspect', 'SecretDelete', 'SecretUpdate'],
      ...['ServiceList', 'ServiceCreate', 'ServiceInspect', 'ServiceDelete', 'ServiceUpdate', 'ServiceLogs'],
      ...['NodeList', 'NodeInspect', 'NodeDelete', 'NodeUpdate', 'TaskList', 'TaskInspect', 'TaskLogs'],
      ...['SwarmInspect', 'SwarmLeave', 'SwarmUpdate', 'SwarmUnlockkey', 'SwarmUnlock'],
    ].map(operation => [operation, { success: NO_SWARM }]),
  ),
  ...Object.fromEntries(
    ['PluginInspect', 'PluginDelete', 'PluginEnable', 'PluginDisable', 'PluginPush', 'PluginSet'].map(
      operation => [operation, { success: NO_PLUGIN }],
    ),
  ),
  DistributionInspect: { success: NO_REGISTRY },
  ImagePush: { success: NO_REGISTRY },
  SystemAuth: { success: NO_REGISTRY },
  Grpc: { success: HTTP2 },
  Session: { success: HTTP2 },
  SystemInfo: { failure: ALWAYS },
  SystemPing: { failure: ALWAYS },
  SystemPingHead: { failure: ALWAYS },
  VolumeUpdate: { success: 'only volumes of a swarm can be updated' },
  CheckpointList: { success: EXPERIMENTAL },
  CheckpointCreate: { success: EXPERIMENTAL },
  CheckpointDelete: { success: EXPERIMENTAL },
};
