/** An int64: a bigint only where a number would not be exact. */
export type Int64 = number | bigint;

/** Where a port of the container is published. An empty `HostPort` asks for any free port. */
export interface PortBinding {
  HostIp: string;
  HostPort: string;
}

/** By `80/tcp`. */
export type PortMap = Record<string, PortBinding[] | null>;

export interface RestartPolicy {
  Name: string;
  MaximumRetryCount: number;
}

export interface LogConfig {
  Type: string;
  Config: Record<string, string> | null;
}

export interface DeviceMapping {
  PathOnHost: string;
  PathInContainer: string;
  CgroupPermissions: string;
}

export interface DeviceRequest {
  Driver: string;
  Count: number;
  DeviceIDs: string[] | null;
  Capabilities: string[][] | null;
  Options: Record<string, string> | null;
}

export interface WeightDevice {
  Path: string;
  Weight: number;
}

export interface ThrottleDevice {
  Path: string;
  Rate: Int64;
}

export interface Ulimit {
  Name: string;
  Hard: Int64;
  Soft: Int64;
}

/** One entry of HostConfig.Mounts. */
export interface MountSpec {
  Type?: string;
  Source?: string;
  Target?: string;
  ReadOnly?: boolean;
  Consistency?: string;
  BindOptions?: {
    Propagation?: string;
    NonRecursive?: boolean;
    CreateMountpoint?: boolean;
    ReadOnlyNonRecursive?: boolean;
    ReadOnlyForceRecursive?: boolean;
  } | null;
  VolumeOptions?: {
    NoCopy?: boolean;
    Labels?: Record<string, string> | null;
    Subpath?: string;
    DriverConfig?: { Name?: string; Options?: Record<string, string> | null } | null;
  } | null;
  ImageOptions?: { Subpath?: string } | null;
  TmpfsOptions?: { SizeBytes?: Int64; Mode?: number; Options?: string[][] | null } | null;
  ClusterOptions?: object | null;
}

/** What `update` may change besides the restart policy. Memory in bytes, periods in microseconds. */
export interface Resources {
  CpuShares: Int64;
  Memory: Int64;
  NanoCpus: Int64;
  CgroupParent: string;
  BlkioWeight: number;
  BlkioWeightDevice: WeightDevice[] | null;
  BlkioDeviceReadBps: ThrottleDevice[] | null;
  BlkioDeviceWriteBps: ThrottleDevice[] | null;
  BlkioDeviceReadIOps: ThrottleDevice[] | null;
  BlkioDeviceWriteIOps: ThrottleDevice[] | null;
  CpuPeriod: Int64;
  CpuQuota: Int64;
  CpuRealtimePeriod: Int64;
  CpuRealtimeRuntime: Int64;
  CpusetCpus: string;
  CpusetMems: string;
  Devices: DeviceMapping[] | null;
  DeviceCgroupRules: string[] | null;
  DeviceRequests: DeviceRequest[] | null;
  KernelMemory: Int64;
  KernelMemoryTCP: Int64;
  MemoryReservation: Int64;
  MemorySwap: Int64;
  MemorySwappiness: Int64 | null;
  OomKillDisable: boolean | null;
  PidsLimit: Int64 | null;
  Ulimits: Ulimit[] | null;
  CpuCount: Int64;
  CpuPercent: Int64;
  IOMaximumIOps: Int64;
  IOMaximumBandwidth: Int64;
}

/** Docker's container.HostConfig, in the API's own shape; host-config-schema.ts fixes the fields' order. */
export interface HostConfig extends Resources {
  /** `source:destination[:mode]`. */
  Binds: string[] | null;
  ContainerIDFile: string;
  LogConfig: LogConfig;
  /** `bridge`, `host`, `none`, `container:ID` or a network's name or id. */
  NetworkMode: string;
  PortBindings: PortMap | null;
  RestartPolicy: RestartPolicy;
  AutoRemove: boolean;
  VolumeDriver: string;
  VolumesFrom: string[] | null;
  ConsoleSize: [height: number, width: number];
  Annotations: Record<string, string> | null;
  CapAdd: string[] | null;
  CapDrop: string[] | null;
  CgroupnsMode: string;
  Dns: string[] | null;
  DnsOptions: string[] | null;
  DnsSearch: string[] | null;
  ExtraHosts: string[] | null;
  GroupAdd: string[] | null;
  IpcMode: string;
  Cgroup: string;
  /** As asked for; inspect shows the container's `links` instead. */
  Links: string[] | null;
  OomScoreAdj: number;
  PidMode: string;
  Privileged: boolean;
  PublishAllPorts: boolean;
  ReadonlyRootfs: boolean;
  SecurityOpt: string[] | null;
  StorageOpt: Record<string, string> | null;
  Tmpfs: Record<string, string> | null;
  UTSMode: string;
  UsernsMode: string;
  ShmSize: Int64;
  Sysctls: Record<string, string> | null;
  Runtime: string;
  Isolation: string;
  Mounts: MountSpec[] | null;
  MaskedPaths: string[] | null;
  ReadonlyPaths: string[] | null;
  Init: boolean | null;
}
