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
