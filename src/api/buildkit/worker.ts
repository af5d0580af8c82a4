import { workerId } from '../../engine/build/buildkit/solver/worker-id.ts';
import type { Engine } from '../../engine/engine.ts';
import { encode } from './messages.ts';

/** What dockerd 28.5.2 vendors. */
export const BUILDKIT_VERSION = { package: 'github.com/moby/buildkit', version: 'v0.25.1', revision: '' };

const PLATFORMS = [
  { Architecture: 'amd64', OS: 'linux' },
  { Architecture: 'amd64', OS: 'linux', Variant: 'v2' },
  { Architecture: 'amd64', OS: 'linux', Variant: 'v3' },
  { Architecture: 'amd64', OS: 'linux', Variant: 'v4' },
  { Architecture: '386', OS: 'linux' },
];

/** Those of the frontend's calls that are simulated (buildkit frontend/gateway/pb/caps.go). */
const FRONTEND_CAPS = [
  'solve.base',
  'solve.inlinereturn',
  'return',
  'returnmap',
  'proto.refarray',
  'reference.output',
];

/** Of what an LLB definition may hold: clients look here before they ask the frontend (solver/pb/caps.go). */
const LLB_CAPS = [
  'source.image',
  'source.local',
  'file.base',
  'exec.meta.base',
  'constraints',
  'platform',
  'meta.description',
];

const worker = (engine: Engine) => ({
  ID: workerId(engine),
  Labels: { 'org.mobyproject.buildkit.worker.moby.host-gateway-ip': '172.17.0.1' },
  platforms: PLATFORMS,
  BuildkitVersion: BUILDKIT_VERSION,
});

export const listWorkers = (engine: Engine) => encode('ListWorkersResponse', { record: [worker(engine)] });

export const pong = (engine: Engine) =>
  encode('PongResponse', {
    FrontendAPICaps: FRONTEND_CAPS.map(ID => ({ ID, Enabled: true })),
    LLBCaps: LLB_CAPS.map(ID => ({ ID, Enabled: true })),
    Workers: [worker(engine)],
  });
