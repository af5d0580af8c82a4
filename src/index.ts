export { type ApiOptions, api } from './api/api.ts';
export { type CreateEngineOptions, createEngine } from './create-engine.ts';
export type { EngineCall } from './engine/call-log.ts';
export type { ScriptedContainer } from './engine/containers/script.ts';
export type {
  ContainerDeclaration,
  DeclaredState,
  ImageDeclaration,
  NetworkDeclaration,
  VolumeDeclaration,
  WorldDeclaration,
} from './engine/declared/declaration.ts';
export type { Engine, EngineSnapshot } from './engine/engine.ts';
export type { ScriptedHealth, ScriptedImage } from './engine/images/script.ts';
export { parseSnapshot, serializeSnapshot } from './engine/snapshot-json.ts';
export type { RestartDaemonOptions } from './engine/system/restart-daemon.ts';
export type { AsyncProcess, AsyncProgram, ImageProgram } from './engine/world/process/async-program.ts';
export { Errno } from './engine/world/process/errno.ts';
export { sys } from './engine/world/process/sys.ts';
export type {
  Program,
  ProgramContext,
  Running,
  Sys,
  SystemCall,
} from './engine/world/process/system-call.ts';
export type { ScriptedCommand } from './engine/world/programs/scripted.ts';
export type {
  Daemon,
  Exchange,
  HijackedStream,
  HijackReply,
  PlainReply,
  RawHeaders,
  Reply,
  ReplyBody,
} from './exchange/exchange.ts';
export { headerOf, isHijack } from './exchange/exchange.ts';
export { type Barrier, barrier } from './recording/faults/barrier.ts';
export { type CheckWithFaultsOptions, checkWithFaults } from './recording/faults/check-with-faults.ts';
export type { Fault, FaultPlan, FaultRule } from './recording/faults/fault-plan.ts';
export { type FaultsOptions, type FaultyDaemon, faults } from './recording/faults/faults.ts';
export { type RandomPlanOptions, randomPlan } from './recording/faults/random-plan.ts';
export { planAsCode, smallestPlan } from './recording/faults/smallest-plan.ts';
