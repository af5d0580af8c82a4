import { formatRfc3339Nano } from '../../support/go-time.ts';
import type { Engine } from '../engine.ts';
import { PERSONA } from './persona.ts';
import { runcFeatures } from './runc-features.ts';
import { uuidOf } from './uuid-of.ts';

/** GET /info, in Docker's order of fields (moby api/types/system/info.go). */
export function systemInfo(engine: Engine) {
  const { running, paused, stopped } = countContainers(engine);
  return {
    ID: uuidOf(`${engine.random.seed}/daemon`),
    Containers: running + paused + stopped,
    ContainersRunning: running,
    ContainersPaused: paused,
    ContainersStopped: stopped,
    Images: engine.state.images.images.size,
    ...driverInfo,
    ...resourceInfo,
    Debug: false,
    NFd: PERSONA.openFiles,
    OomKillDisable: true,
    NGoroutines: PERSONA.goroutines,
    SystemTime: formatRfc3339Nano(engine.clock.nowNs()),
    LoggingDriver: 'json-file',
    CgroupDriver: 'cgroupfs',
    CgroupVersion: '1',
    NEventsListener: engine.events.listenerCount,
    ...machineInfo,
    ServerVersion: engine.persona.version,
    ...runtimeInfo,
    Swarm: {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: 'docker-init',
    ContainerdCommit: { ID: commitOf('containerd') },
    RuncCommit: { ID: commitOf('runc') },
    InitCommit: { ID: commitOf('docker-init') },
    SecurityOptions: ['name=seccomp,profile=builtin'],
    FirewallBackend: { Driver: 'iptables' },
    CDISpecDirs: ['/etc/cdi', '/var/run/cdi'],
    Containerd: {
      Address: PERSONA.containerdAddress,
      Namespaces: { Containers: 'moby', Plugins: 'plugins.moby' },
    },
    Warnings: null,
  };
}

/** As moby's metrics count them: what is neither running nor paused is stopped. */
function countContainers(engine: Engine) {
  const count = { running: 0, paused: 0, stopped: 0 };
  for (const { lifecycle } of engine.state.containers.values()) {
    if (lifecycle.status === 'paused') count.paused += 1;
    else if (lifecycle.status === 'running' || lifecycle.status === 'restarting') count.running += 1;
    else count.stopped += 1;
  }
  return count;
}

function commitOf(component: string): string {
  return PERSONA.components.find(({ name }) => name === component)?.gitCommit ?? '';
}

const driverInfo = {
  Driver: 'overlay2',
  DriverStatus: [
    ['Backing Filesystem', 'extfs'],
    ['Supports d_type', 'true'],
    ['Using metacopy', 'false'],
    ['Native Overlay Diff', 'true'],
    ['userxattr', 'false'],
  ],
  Plugins: {
    Volume: ['local'],
    Network: ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'],
    Authorization: null,
    Log: ['awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'],
  },
};

const resourceInfo = {
  MemoryLimit: true,
  SwapLimit: true,
  KernelMemoryTCP: true,
  CpuCfsPeriod: true,
  CpuCfsQuota: true,
  CPUShares: true,
  CPUSet: true,
  PidsLimit: true,
  IPv4Forwarding: true,
};

const machineInfo = {
  KernelVersion: PERSONA.kernelVersion,
  OperatingSystem: PERSONA.operatingSystem,
  OSVersion: PERSONA.osVersion,
  OSType: PERSONA.os,
  Architecture: PERSONA.machine,
  IndexServerAddress: 'https://index.docker.io/v1/',
  RegistryConfig: {
    IndexConfigs: { 'docker.io': { Mirrors: [], Name: 'docker.io', Official: true, Secure: true } },
    InsecureRegistryCIDRs: ['::1/128', '127.0.0.0/8'],
    Mirrors: null,
  },
  NCPU: PERSONA.cpus,
  MemTotal: PERSONA.memoryBytes,
  GenericResources: null,
  DockerRootDir: PERSONA.rootDir,
  HttpProxy: '',
  HttpsProxy: '',
  NoProxy: '',
  Name: PERSONA.hostname,
  Labels: [],
  ExperimentalBuild: false,
};

const [, runc] = PERSONA.components;
const runtime = {
  path: 'runc',
  status: { 'org.opencontainers.runtime-spec.features': runcFeatures(runc.version, runc.gitCommit) },
};
const runtimeInfo = { Runtimes: { 'io.containerd.runc.v2': runtime, runc: runtime }, DefaultRuntime: 'runc' };
