import { decodeJson } from '../../support/go-json/decode.ts';
import {
  bool,
  type CustomSchema,
  type Field,
  int,
  int64,
  map,
  omit,
  pointer,
  type Schema,
  type StructSchema,
  slice,
  string,
  struct,
  uint16,
  uint32,
  uint64,
} from '../../support/go-json/schema.ts';
import { stringSlice } from './config-schema.ts';
import type { HostConfig, Resources } from './host-config.ts';

// Fields in the order of moby api/types/container/hostconfig.go, which is the order clients see.

/** Go's [2]uint: missing numbers are zero, further ones are dropped. */
const consoleSize: CustomSchema = {
  kind: 'custom',
  name: '[2]uint',
  zero: [0, 0],
  decode: value => {
    const [height = 0, width = 0] = decodeJson(slice(uint64), value) as number[];
    return [height, width];
  },
};

export const portMapSchema = map(slice(struct('PortBinding', { HostIp: string, HostPort: string })));

const restartPolicy = struct('RestartPolicy', { Name: string, MaximumRetryCount: int });

const logConfig = struct('LogConfig', { Type: string, Config: map(string) });

const throttleDevices = slice(pointer(struct('ThrottleDevice', { Path: string, Rate: uint64 })));

const mount = struct('Mount', {
  Type: omit(string),
  Source: omit(string),
  Target: omit(string),
  ReadOnly: omit(bool),
  Consistency: omit(string),
  BindOptions: omit(
    pointer(
      struct('BindOptions', {
        Propagation: omit(string),
        NonRecursive: omit(bool),
        CreateMountpoint: omit(bool),
        ReadOnlyNonRecursive: omit(bool),
        ReadOnlyForceRecursive: omit(bool),
      }),
    ),
  ),
  VolumeOptions: omit(
    pointer(
      struct('VolumeOptions', {
        NoCopy: omit(bool),
        Labels: omit(map(string)),
        Subpath: omit(string),
        DriverConfig: omit(pointer(struct('Driver', { Name: omit(string), Options: omit(map(string)) }))),
      }),
    ),
  ),
  ImageOptions: omit(pointer(struct('ImageOptions', { Subpath: omit(string) }))),
  TmpfsOptions: omit(
    pointer(
      struct('TmpfsOptions', {
        SizeBytes: omit(int64),
        Mode: omit(uint32),
        Options: omit(slice(slice(string))),
      }),
    ),
  ),
  ClusterOptions: omit(pointer(struct('ClusterOptions', {}))),
});

const resources = {
  CpuShares: int64,
  Memory: int64,
  NanoCpus: int64,
  CgroupParent: string,
  BlkioWeight: uint16,
  BlkioWeightDevice: slice(pointer(struct('WeightDevice', { Path: string, Weight: uint16 }))),
  BlkioDeviceReadBps: throttleDevices,
  BlkioDeviceWriteBps: throttleDevices,
  BlkioDeviceReadIOps: throttleDevices,
  BlkioDeviceWriteIOps: throttleDevices,
  CpuPeriod: int64,
  CpuQuota: int64,
  CpuRealtimePeriod: int64,
  CpuRealtimeRuntime: int64,
  CpusetCpus: string,
  CpusetMems: string,
  Devices: slice(
    struct('DeviceMapping', { PathOnHost: string, PathInContainer: string, CgroupPermissions: string }),
  ),
  DeviceCgroupRules: slice(string),
  DeviceRequests: slice(
    struct('DeviceRequest', {
      Driver: string,
      Count: int,
      DeviceIDs: slice(string),
      Capabilities: slice(slice(string)),
      Options: map(string),
    }),
  ),
  KernelMemory: omit(int64),
  KernelMemoryTCP: omit(int64),
  MemoryReservation: int64,
  MemorySwap: int64,
  MemorySwappiness: pointer(int64),
  OomKillDisable: pointer(bool),
  PidsLimit: pointer(int64),
  Ulimits: slice(pointer(struct('Ulimit', { Name: string, Hard: int64, Soft: int64 }))),
  CpuCount: int64,
  CpuPercent: int64,
  IOMaximumIOps: uint64,
  IOMaximumBandwidth: uint64,
} satisfies Record<keyof Resources, Schema | Field>;

export const hostConfigSchema: StructSchema = struct('HostConfig', {
  Binds: slice(string),
  ContainerIDFile: string,
  LogConfig: logConfig,
  NetworkMode: string,
  PortBindings: portMapSchema,
  RestartPolicy: restartPolicy,
  AutoRemove: bool,
  VolumeDriver: string,
  VolumesFrom: slice(string),
  ConsoleSize: consoleSize,
  Annotations: omit(map(string)),
  CapAdd: stringSlice,
  CapDrop: stringSlice,
  CgroupnsMode: string,
  Dns: slice(string),
  DnsOptions: slice(string),
  DnsSearch: slice(string),
  ExtraHosts: slice(string),
  GroupAdd: slice(string),
  IpcMode: string,
  Cgroup: string,
  Links: slice(string),
  OomScoreAdj: int,
  PidMode: string,
  Privileged: bool,
  PublishAllPorts: bool,
  ReadonlyRootfs: bool,
  SecurityOpt: slice(string),
  StorageOpt: omit(map(string)),
  Tmpfs: omit(map(string)),
  UTSMode: string,
  UsernsMode: string,
  ShmSize: int64,
  Sysctls: omit(map(string)),
  Runtime: omit(string),
  Isolation: string,
  ...resources,
  Mounts: omit(slice(mount)),
  MaskedPaths: slice(string),
  ReadonlyPaths: slice(string),
  Init: omit(pointer(bool)),
} satisfies Record<keyof HostConfig, Schema | Field>);

/** The body of POST /containers/{id}/update. */
export const updateConfigSchema: StructSchema = struct('UpdateConfig', {
  ...resources,
  RestartPolicy: restartPolicy,
});
