import type { Client } from '@connectrpc/connect';
import type { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import type { Clock, Log, Outbox } from '@kinora/kernel';
import type { BlobStore } from '@kinora/ports';
import type { TranscodingConfig } from './config.ts';
import type { TaskTokens } from './domain/task-token.ts';
import type { StorageRoom } from './storage-room.ts';
import type { JobsStore } from './store/jobs-store.ts';
import type { TasksStore } from './store/tasks-store.ts';
import type { WorkersStore } from './store/workers-store.ts';

/** What transcoding's handlers may touch. */
export interface TranscodingContext {
  config: TranscodingConfig;
  jobs: JobsStore;
  tasks: TasksStore;
  workers: WorkersStore;
  taskTokens: TaskTokens;
  blobs: BlobStore;
  room: StorageRoom;
  clock: Clock;
  log: Log;
  outbox: Outbox;
  /** How long blobs that are over stay for those who still read or write them. */
  graceMs: number;
  verifyServiceToken(token: string): Promise<string>;
  uploads: Client<typeof UploadsService>;
  /** Where files that still arrive are read, and the proof of who reads. */
  uploadsUrl(): string;
  uploadsToken(): Promise<string>;
  /** Has workers that wait for a task ask again. */
  wakeClaims(): void;
  /** Resolves when there may be a task of this kind, or after a while. */
  nextWake(takes: 'work' | 'growing', signal: AbortSignal): Promise<void>;
  /** A task waits for its source to arrive further. */
  watchArrivals(): void;
  /** This process stops: claims are answered at once. */
  isClosing(): boolean;
  /** Slots of the workers that were heard of lately. */
  activeSlots(): number;
}
