export {
  type CheckDeterminismOptions,
  checkDeterminism,
  type DeterminismReport,
  type Scenario,
  type ScenarioWorld,
} from './check-determinism.ts';
export type { Frame, FrameSink, Recording, RecordingHeader } from './recording/frame.ts';
export { record } from './recording/record.ts';
export { createRecording, type ReadRecordingOptions, readRecording } from './recording/recording-folder.ts';
export { type Replayer, type ReplayOptions, replay } from './recording/replay/replay.ts';
export { type ResumeOptions, resume } from './recording/resume/resume.ts';
export { type Interception, type InterceptOptions, intercept } from './transport/intercept/intercept.ts';
export { type Lockdown, lockdown } from './transport/intercept/lockdown.ts';
export { type Listening, type ListenOptions, type ListenTls, listen } from './transport/listen.ts';
export { type LiveOptions, type LiveTls, live } from './transport/live.ts';
export { listenOnPorts } from './transport/ports/listen-on-ports.ts';
