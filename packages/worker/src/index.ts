export type {
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
export { startWorker, type Worker, type WorkerOptions } from './start-worker.ts';
export type { WorkerServer } from './task-client.ts';
