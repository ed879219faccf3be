import type { Route } from '@kinora/kernel';
import type { TranscodingContext } from './context.ts';
import { claimTask } from './http/claim-task.ts';
import { commitTaskPoster } from './http/commit-task-poster.ts';
import { commitTaskSegment } from './http/commit-task-segment.ts';
import { completeTask } from './http/complete-task.ts';
import { createWorkerToken } from './http/create-worker-token.ts';
import { drainWorker } from './http/drain-worker.ts';
import { failTask } from './http/fail-task.ts';
import { getTaskBase } from './http/get-task-base.ts';
import { getTaskIndex } from './http/get-task-index.ts';
import { getTaskInput } from './http/get-task-input.ts';
import { getTaskSource } from './http/get-task-source.ts';
import { heartbeatTask } from './http/heartbeat-task.ts';
import { listWorkerTokens } from './http/list-worker-tokens.ts';
import { listWorkers } from './http/list-workers.ts';
import { planTask } from './http/plan-task.ts';
import { postponeTask } from './http/postpone-task.ts';
import { prioritizeProcessing } from './http/prioritize-processing.ts';
import { putTaskOutput } from './http/put-task-output.ts';
import { reprocessVideos } from './http/reprocess-videos.ts';
import { resumeWorker } from './http/resume-worker.ts';
import { retryProcessing } from './http/retry-processing.ts';
import { revokeWorkerToken } from './http/revoke-worker-token.ts';

/** All that transcoding answers over HTTP. */
export const routes: Route<TranscodingContext>[] = [
  claimTask,
  commitTaskPoster,
  commitTaskSegment,
  completeTask,
  createWorkerToken,
  drainWorker,
  failTask,
  getTaskBase,
  getTaskIndex,
  getTaskInput,
  getTaskSource,
  heartbeatTask,
  listWorkerTokens,
  listWorkers,
  planTask,
  postponeTask,
  prioritizeProcessing,
  putTaskOutput,
  reprocessVideos,
  resumeWorker,
  retryProcessing,
  revokeWorkerToken,
];
