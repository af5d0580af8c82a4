export { type ApiOptions, api } from './api/api.ts';
export { type CreateEngineOptions, createEngine } from './create-engine.ts';
export type { Engine, EngineSnapshot } from './engine/engine.ts';
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
export type { Fault, FaultPlan, FaultRule } from './recording/faults/fault-plan.ts';
export { type FaultsOptions, type FaultyDaemon, faults } from './recording/faults/faults.ts';
export { type RandomPlanOptions, randomPlan } from './recording/faults/random-plan.ts';
export { planAsCode, smallestPlan } from './recording/faults/smallest-plan.ts';
