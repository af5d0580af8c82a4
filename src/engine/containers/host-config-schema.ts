import {
  array,
  bool,
  type Field,
  int,
  int64,
  map,
  named,
  omit,
  pointer,
  type Schema,
  type StructSchema,
  slice,
  string,
  struct,
  uint,
  uint16,
  uint32,
  uint64,
} from '../../support/go-json/schema.ts';
import { stringSlice } from './config-schema.ts';
import type { HostConfig, Resources } from './host-config.ts';

// Fields in the order of moby api/types/container/hostconfig.go, which is the order clients see.

export const portMapSchema = named(
  'nat.PortMap',
  map(slice(struct('nat.PortBinding', { HostIp: string, HostPort: string }))),
);

const restartPolicy = struct('container.RestartPolicy', {
  Name: named('container.RestartPolicyMode', string),
  MaximumRetryCount: int,
});

const logConfig = struct('container.LogConfig', { Type: string, Config: map(string) });

const throttleDevices = slice(pointer(struct('blkiodev.ThrottleDevice', { Path: string, Rate: uint64 })));

const mount = struct('mount.Mount', {
  Type: omit(named('mount.Type', string)),
  Source: omit(string),
  Target: omit(string),
  ReadOnly: omit(bool),
  Consistency: omit(named('mount.Consistency', string)),
  BindOptions: omit(
    pointer(
      struct('mount.BindOptions', {
        Propagation: omit(named('mount.Propagation', string)),
        NonRecursive: omit(bool),
        CreateMountpoint: omit(bool),
        ReadOnlyNonRecursive: omit(bool),
        ReadOnlyForceRecursive: omit(bool),
      }),
    ),
  ),
  VolumeOptions: omit(
    pointer(
      struct('mount.VolumeOptions', {
        NoCopy: omit(bool),
        Labels: omit(map(string)),
        Subpath: omit(string),
        DriverConfig: omit(
          pointer(struct('mount.Driver', { Name: omit(string), Options: omit(map(string)) })),
        ),
      }),
    ),
  ),
  ImageOptions: omit(pointer(struct('mount.ImageOptions', { Subpath: omit(string) }))),
  TmpfsOptions: omit(
    pointer(
      struct('mount.TmpfsOptions', {
        SizeBytes: omit(int64),
        Mode: omit(named('fs.FileMode', uint32)),
        Options: omit(slice(slice(string))),
      }),
    ),
  ),
  ClusterOptions: omit(pointer(struct('mount.ClusterOptions', {}))),
});

const resources = {
  CpuShares: int64,
  Memory: int64,
  NanoCpus: int64,
  CgroupParent: string,
  BlkioWeight: uint16,
  BlkioWeightDevice: slice(pointer(struct('blkiodev.WeightDevice', { Path: string, Weight: uint16 }))),
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
    struct('container.DeviceMapping', {
      PathOnHost: string,
      PathInContainer: string,
      CgroupPermissions: string,
    }),
  ),
  DeviceCgroupRules: slice(string),
  DeviceRequests: slice(
    struct('container.DeviceRequest', {
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
  Ulimits: slice(pointer(struct('units.Ulimit', { Name: string, Hard: int64, Soft: int64 }))),
  CpuCount: int64,
  CpuPercent: int64,
  IOMaximumIOps: uint64,
  IOMaximumBandwidth: uint64,
} satisfies Record<keyof Resources, Schema | Field>;

export const hostConfigSchema: StructSchema = struct('container.HostConfig', {
  Binds: slice(string),
  ContainerIDFile: string,
  LogConfig: logConfig,
  NetworkMode: named('container.NetworkMode', string),
  PortBindings: portMapSchema,
  RestartPolicy: restartPolicy,
  AutoRemove: bool,
  VolumeDriver: string,
  VolumesFrom: slice(string),
  ConsoleSize: array(2, uint),
  Annotations: omit(map(string)),
  CapAdd: stringSlice,
  CapDrop: stringSlice,
  CgroupnsMode: named('container.CgroupnsMode', string),
  Dns: slice(string),
  DnsOptions: slice(string),
  DnsSearch: slice(string),
  ExtraHosts: slice(string),
  GroupAdd: slice(string),
  IpcMode: named('container.IpcMode', string),
  Cgroup: named('container.CgroupSpec', string),
  Links: slice(string),
  OomScoreAdj: int,
  PidMode: named('container.PidMode', string),
  Privileged: bool,
  PublishAllPorts: bool,
  ReadonlyRootfs: bool,
  SecurityOpt: slice(string),
  StorageOpt: omit(map(string)),
  Tmpfs: omit(map(string)),
  UTSMode: named('container.UTSMode', string),
  UsernsMode: named('container.UsernsMode', string),
  ShmSize: int64,
  Sysctls: omit(map(string)),
  Runtime: omit(string),
  Isolation: named('container.Isolation', string),
  ...resources,
  Mounts: omit(slice(mount)),
  MaskedPaths: slice(string),
  ReadonlyPaths: slice(string),
  Init: omit(pointer(bool)),
} satisfies Record<keyof HostConfig, Schema | Field>);

/** The body of POST /containers/{id}/update. */
export const updateConfigSchema: StructSchema = struct('container.UpdateConfig', {
  ...resources,
  RestartPolicy: restartPolicy,
});
