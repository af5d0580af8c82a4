import { defineMessages } from '../../grpc/define-messages.ts';

/**
 * BuildKit's messages, with the fields that are read or written here (buildkit v0.25 api/services/control/control.proto,
 * frontend/gateway/pb/gateway.proto, api/types/worker.proto; fsutil types/wire.proto and stat.proto).
 */
const messages = defineMessages({
  Timestamp: { seconds: [1, 'int64'], nanos: [2, 'int32'] },

  SolveRequest: {
    Ref: [1, 'string'],
    Definition: [2, 'Definition'],
    Session: [5, 'string'],
    Frontend: [6, 'string'],
    FrontendAttrs: [7, 'map string'],
    Cache: [8, 'CacheOptions'],
    Entitlements: [9, 'repeated string'],
    Internal: [11, 'bool'],
    Exporters: [13, 'repeated Exporter'],
  },
  Definition: { def: [1, 'repeated bytes'] },
  Exporter: { Type: [1, 'string'], Attrs: [2, 'map string'] },
  CacheOptions: { Exports: [4, 'repeated Exporter'], Imports: [5, 'repeated Exporter'] },
  SolveResponse: { ExporterResponse: [1, 'map string'] },

  StatusRequest: { Ref: [1, 'string'] },
  StatusResponse: {
    vertexes: [1, 'repeated Vertex'],
    statuses: [2, 'repeated VertexStatus'],
    logs: [3, 'repeated VertexLog'],
    warnings: [4, 'repeated VertexWarning'],
  },
  Vertex: {
    digest: [1, 'string'],
    inputs: [2, 'repeated string'],
    name: [3, 'string'],
    cached: [4, 'bool'],
    started: [5, 'Timestamp'],
    completed: [6, 'Timestamp'],
    error: [7, 'string'],
  },
  VertexStatus: {
    ID: [1, 'string'],
    vertex: [2, 'string'],
    name: [3, 'string'],
    current: [4, 'int64'],
    total: [5, 'int64'],
    timestamp: [6, 'Timestamp'],
    started: [7, 'Timestamp'],
    completed: [8, 'Timestamp'],
  },
  VertexWarning: {
    vertex: [1, 'string'],
    level: [2, 'int64'],
    short: [3, 'bytes'],
    detail: [4, 'repeated bytes'],
    url: [5, 'string'],
    info: [6, 'SourceInfo'],
    ranges: [7, 'repeated Range'],
  },
  SourceInfo: { filename: [1, 'string'], data: [2, 'bytes'], language: [4, 'string'] },
  Range: { start: [1, 'Position'], end: [2, 'Position'] },
  Position: { line: [1, 'int32'] },
  VertexLog: {
    vertex: [1, 'string'],
    timestamp: [2, 'Timestamp'],
    stream: [3, 'int64'],
    msg: [4, 'bytes'],
  },

  ListWorkersResponse: { record: [1, 'repeated WorkerRecord'] },
  InfoResponse: { buildkitVersion: [1, 'BuildkitVersion'] },
  WorkerRecord: {
    ID: [1, 'string'],
    Labels: [2, 'map string'],
    platforms: [3, 'repeated Platform'],
    BuildkitVersion: [5, 'BuildkitVersion'],
  },
  Platform: { Architecture: [1, 'string'], OS: [2, 'string'], Variant: [3, 'string'] },
  BuildkitVersion: { package: [1, 'string'], version: [2, 'string'], revision: [3, 'string'] },
  BuildHistoryEvent: { type: [1, 'int32'], record: [2, 'BuildHistoryRecord'] },
  BuildHistoryRecord: {
    Ref: [1, 'string'],
    Frontend: [2, 'string'],
    FrontendAttrs: [3, 'map string'],
    Exporters: [4, 'repeated Exporter'],
    CreatedAt: [6, 'Timestamp'],
    CompletedAt: [7, 'Timestamp'],
    ExporterResponse: [9, 'map string'],
  },
  BuildHistoryRequest: { ActiveOnly: [1, 'bool'], Ref: [2, 'string'], EarlyExit: [3, 'bool'] },

  PongResponse: {
    FrontendAPICaps: [1, 'repeated APICap'],
    LLBCaps: [2, 'repeated APICap'],
    Workers: [3, 'repeated WorkerRecord'],
  },
  APICap: { ID: [1, 'string'], Enabled: [2, 'bool'] },
  FrontendSolveRequest: {
    Definition: [1, 'Definition'],
    Frontend: [2, 'string'],
    FrontendOpt: [3, 'map string'],
    CacheImports: [12, 'repeated Exporter'],
    FrontendInputs: [13, 'map Definition'],
  },
  FrontendSolveResponse: { result: [3, 'Result'] },
  Result: { ref: [3, 'Ref'], refs: [4, 'RefMap'], metadata: [10, 'map bytes'] },
  Ref: { id: [1, 'string'] },
  RefMap: { refs: [1, 'map Ref'] },
  ReturnRequest: { result: [1, 'Result'], error: [2, 'RpcStatus'] },
  RpcStatus: { code: [1, 'int32'], message: [2, 'string'], details: [3, 'repeated Any'] },
  Any: { typeUrl: [1, 'string'], value: [2, 'bytes'] },

  GetSecretRequest: { ID: [1, 'string'] },
  GetSecretResponse: { data: [1, 'bytes'] },
  CheckAgentRequest: { ID: [1, 'string'] },

  Packet: { type: [1, 'int32'], stat: [2, 'Stat'], ID: [3, 'uint32'], data: [4, 'bytes'] },
  Stat: {
    path: [1, 'string'],
    mode: [2, 'uint32'],
    uid: [3, 'uint32'],
    gid: [4, 'uint32'],
    size: [5, 'int64'],
    modTime: [6, 'int64'],
    linkname: [7, 'string'],
    devmajor: [8, 'int64'],
    devminor: [9, 'int64'],
    xattrs: [10, 'map bytes'],
  },
});

export const encode = messages.encode;
export const decode = messages.decode;
