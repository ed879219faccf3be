export type {
  CaptionsCompletion,
  CaptionsWork,
  ChunkCompletion,
  ChunkWork,
  ClaimedTask,
  ClaimRequest,
  CommitTrack,
  Completion,
  FailureReport,
  Heartbeat,
  HeartbeatAnswer,
  IngestCompletion,
  IngestPlan,
  IngestWork,
} from './protocol.ts';
export type { SpliceCompletion, SpliceWork } from './splice-work.ts';
export { startWorker, type Worker, type WorkerOptions } from './start-worker.ts';
export { claimTask, TaskClient, type WorkerServer } from './task-client.ts';
