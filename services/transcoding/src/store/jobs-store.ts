import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  CaptionsFoundSchema,
  type ChapterSchema,
  EditionWithdrawnSchema,
  PicturesCommittedSchema,
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  ProcessingPlannedSchema,
  type RenditionSchema,
  SegmentsCommittedSchema,
  type ShownRangeSchema,
  StorageCountedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import type { ProbeResult } from '@kinora/ffmpeg';
import { newId, type Outbox } from '@kinora/kernel';
import type { ChunkPlanState, LeftOut, Rendition } from '@kinora/media';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { type EditionKind, urgencyOf } from '../domain/edition-kind.ts';
import { PRIORITY } from '../domain/lease.ts';
import { BLANK_TASK } from './blank-task.ts';
import { chooseRenditions } from './choose-renditions.ts';
import { storedBytes } from './stored-bytes.ts';
import type { TranscodingTables } from './tables.ts';

type RawJob = Selectable<TranscodingTables['jobs']>;
/** Without a blob while the file still arrives. */
export type JobSource = Pick<RawJob, 'video_id' | 'upload_id' | 'source_blob' | 'source_bytes' | 'source_sha256'>;
export interface JobOptions {
  mayPassThrough: boolean;
  encode?: boolean;
  /** The file cannot be read before it is whole. */
  needsWhole?: boolean;
  /** Default: the first edition of a video. */
  kind?: EditionKind;
  /** Default: that of the kind. */
  urgency?: number;
}
export type JobRow = Omit<RawJob, 'probe' | 'ladder' | 'plan_state' | 'left_out'> & {
  left_out: LeftOut[];
  probe: ProbeResult | null;
  ladder: Rendition[] | null;
  plan_state: ChunkPlanState | null;
};
type JobKey = Pick<JobRow, 'id' | 'video_id'>;
export type TranscodingTransaction = Transaction<TranscodingTables>;

interface PlannedEdition {
  videoId: string;
  edition: string;
  durationMs: bigint;
  width: number;
  height: number;
  renditions: MessageInitShape<typeof RenditionSchema>[];
  sourceSha256: string;
  chapters: MessageInitShape<typeof ChapterSchema>[];
  shown?: MessageInitShape<typeof ShownRangeSchema>[];
}

/** Of a job that nothing is known of yet. */
export const BLANK_JOB = {
  probe: null,
  ladder: null,
  plan_state: null,
  duration_ms: null,
  failure_code: null,
  failure_message: null,
  encoding_since: null,
  ended_at: null,
  cleaned_at: null,
  served_until: null,
  removed_at: null,
  left_out_until: null,
  base_job: null,
  ranges: null,
  // The one that it begins with: that nothing is kept of it need not be told.
  counted_version: 1,
  counted_at: null,
} as const;

/** Who watches a rendition when it is left out may go on: longer than a media address is good for. */
const LEFT_OUT_SERVED_MS = 24 * 3_600_000;

export class JobsStore {
  readonly database: Database<TranscodingTables>;
  readonly #outbox: Outbox;

  constructor(options: { database: Database<TranscodingTables>; outbox: Outbox }) {
    this.database = options.database;
    this.#outbox = options.outbox;
  }

  /** A new edition of a video, with the task that reads its source. */
  async createIn(transaction: TranscodingTransaction, source: JobSource, options: JobOptions): Promise<void> {
    const jobId = newId();
    const kind = options.kind ?? 'first';
    await transaction
      .insertInto('jobs')
      .values({
        ...BLANK_JOB,
        id: jobId,
        ...source,
        may_pass_through: options.mayPassThrough,
        encode: options.encode ?? false,
        edition_kind: kind,
        held: kind !== 'first',
        urgency: options.urgency ?? urgencyOf(kind),
      })
      .execute();
    await transaction
      .insertInto('tasks')
      .values({
        ...BLANK_TASK,
        id: newId(),
        job_id: jobId,
        kind: 'ingest',
        chunk_index: null,
        payload: '{}',
        priority: PRIORITY.ingest,
        needs_bytes: options.needsWhole && source.source_blob === null ? beyondEnd(source) : null,
      })
      .execute();
  }

  async find(id: string): Promise<JobRow | undefined> {
    const row = await this.database.query.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();
    return row as JobRow | undefined;
  }

  /** Locks the job: commits of its tasks follow one another. */
  async lock(transaction: TranscodingTransaction, id: string): Promise<JobRow> {
    const row = await transaction
      .selectFrom('jobs')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    return row as unknown as JobRow;
  }

  async emitPlanned(transaction: TranscodingTransaction, job: JobRow, message: PlannedEdition): Promise<void> {
    await this.#outbox.emit(
      transaction,
      ProcessingPlannedSchema,
      { ...message, held: job.held },
      await this.#aggregate(transaction, job),
    );
  }

  async emitSegments(
    transaction: TranscodingTransaction,
    job: JobRow,
    message: MessageInitShape<typeof SegmentsCommittedSchema>,
  ): Promise<void> {
    await this.#outbox.emit(
      transaction,
      SegmentsCommittedSchema,
      {
        ...message,
        videoId: job.video_id,
        edition: job.id,
        filmDurationMs: BigInt(job.ingest_done ? (job.duration_ms ?? 0) : 0),
      },
      await this.#aggregate(transaction, job),
    );
  }

  async emitPictures(
    transaction: TranscodingTransaction,
    job: JobRow,
    message: MessageInitShape<typeof PicturesCommittedSchema>,
  ): Promise<void> {
    await this.#outbox.emit(
      transaction,
      PicturesCommittedSchema,
      { ...message, videoId: job.video_id, edition: job.id },
      await this.#aggregate(transaction, job),
    );
  }

  async emitCaptions(
    transaction: TranscodingTransaction,
    job: JobRow,
    message: MessageInitShape<typeof CaptionsFoundSchema>,
  ): Promise<void> {
    await this.#outbox.emit(
      transaction,
      CaptionsFoundSchema,
      { ...message, videoId: job.video_id, edition: job.id },
      await this.#aggregate(transaction, job),
    );
  }

  /** All tasks are done: the edition is whole. */
  async finishIn(transaction: TranscodingTransaction, job: JobRow): Promise<void> {
    const leftOut = await chooseRenditions(transaction, job);
    const until = new Date(Date.now() + LEFT_OUT_SERVED_MS + Number(job.duration_ms ?? 0));
    await transaction
      .updateTable('jobs')
      .set({
        state: 'finished',
        ended_at: sql<Date>`now()`,
        counted_version: sql<number>`version`,
        left_out: JSON.stringify(leftOut),
        ...(leftOut.length > 0 ? { left_out_until: until } : {}),
      })
      .where('id', '=', job.id)
      .execute();
    await this.#outbox.emit(
      transaction,
      ProcessingFinishedSchema,
      {
        videoId: job.video_id,
        edition: job.id,
        durationMs: BigInt(job.duration_ms ?? 0),
        uploadId: job.upload_id,
        storedBytes: await storedBytes(transaction, job.video_id),
        leftOut: leftOut.map(({ name }) => name),
        leftOutUntilMs: BigInt(leftOut.length > 0 ? until.getTime() : 0),
      },
      await this.#aggregate(transaction, job),
    );
  }

  /** Nothing more is tried; what waits is cancelled. */
  async failIn(
    transaction: TranscodingTransaction,
    job: JobRow,
    failure: { code: string; message: string },
  ): Promise<void> {
    await transaction
      .updateTable('jobs')
      .set({
        state: 'failed',
        failure_code: failure.code,
        failure_message: failure.message,
        ended_at: sql<Date>`now()`,
        counted_version: sql<number>`version`,
      })
      .where('id', '=', job.id)
      .execute();
    await this.cancelTasksIn(transaction, job.id);
    await this.#outbox.emit(
      transaction,
      ProcessingFailedSchema,
      {
        videoId: job.video_id,
        edition: job.id,
        code: failure.code,
        message: failure.message,
        // Made once more of a file that plays, it says nothing about the file.
        uploadId: job.edition_kind === 'first' || job.edition_kind === 'replacement' ? job.upload_id : '',
        held: job.held,
        storedBytes: await storedBytes(transaction, job.video_id),
      },
      await this.#aggregate(transaction, job),
    );
  }

  /** Nothing more is made of this edition, and nothing is told but that less is kept. */
  async endIn(transaction: TranscodingTransaction, job: JobRow): Promise<void> {
    await transaction
      .updateTable('jobs')
      .set({ state: 'cancelled', ended_at: sql<Date>`now()`, cleaned_at: null, counted_version: null })
      .where('id', '=', job.id)
      .execute();
    await this.cancelTasksIn(transaction, job.id);
  }

  /** The same source once more, under another plan; what there is of this edition is withdrawn when that one plays. */
  async replaceIn(transaction: TranscodingTransaction, job: JobRow, options: JobOptions): Promise<void> {
    await this.endIn(transaction, job);
    const { video_id, upload_id, source_blob, source_bytes, source_sha256 } = job;
    const { edition_kind: kind, urgency } = job;
    const source = { video_id, upload_id, source_blob, source_bytes, source_sha256 };
    await this.createIn(transaction, source, { ...options, kind, urgency });
  }

  /** What was shown of an edition is shown no more; another may follow. */
  async emitWithdrawn(transaction: TranscodingTransaction, job: JobRow): Promise<void> {
    await this.#outbox.emit(
      transaction,
      EditionWithdrawnSchema,
      { videoId: job.video_id, edition: job.id, held: job.held },
      await this.#aggregate(transaction, job),
    );
  }

  async emitCounted(transaction: TranscodingTransaction, job: JobKey, storedBytes: bigint): Promise<void> {
    const message = { videoId: job.video_id, storedBytes };
    await this.#outbox.emit(transaction, StorageCountedSchema, message, await this.#aggregate(transaction, job));
  }

  async cancelIn(transaction: TranscodingTransaction, videoId: string): Promise<void> {
    const jobs = await transaction
      .updateTable('jobs')
      .set({ state: 'cancelled', ended_at: sql<Date>`now()`, cleaned_at: null })
      .where('video_id', '=', videoId)
      .where('state', '!=', 'cancelled')
      .returning('id')
      .execute();
    for (const { id } of jobs) await this.cancelTasksIn(transaction, id);
  }

  async cancelTasksIn(transaction: TranscodingTransaction, jobId: string): Promise<void> {
    await transaction
      .updateTable('tasks')
      .set({ state: 'cancelled' })
      .where('job_id', '=', jobId)
      .where('state', 'in', ['ready', 'leased'])
      .execute();
  }

  async #aggregate(transaction: TranscodingTransaction, job: JobKey) {
    const { version } = await transaction
      .updateTable('jobs')
      .set({ version: sql<number>`version + 1` })
      .where('id', '=', job.id)
      .returning('version')
      .executeTakeFirstOrThrow();
    return { type: 'processing', id: job.video_id, version: Number(version) };
  }
}

/** More than ever arrives: only the end of the upload lifts it. */
export function beyondEnd(source: Pick<RawJob, 'source_bytes'>): number {
  return Number(source.source_bytes) + 1;
}

/** Something may still be made of it. */
export function isOpen(job: Pick<RawJob, 'state'>): boolean {
  return job.state === 'probing' || job.state === 'encoding';
}
