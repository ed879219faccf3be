import { isEncodedOnItsWay } from '@kinora/ffmpeg';
import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import { isSureFromPart } from '../domain/growing-source.ts';
import { backOffMs, MAX_FAILURES, MAX_LOSSES, PRIORITY } from '../domain/lease.ts';
import { PASSTHROUGH_REFUSED } from '../domain/passthrough-refused.ts';
import { transcodingErrors } from '../errors.ts';
import { BLANK_TASK } from './blank-task.ts';
import { lockWithEditions } from './editions.ts';
import { finishIfDone } from './finish-if-done.ts';
import { beyondEnd, isOpen, type JobRow, type JobsStore, type TranscodingTransaction } from './jobs-store.ts';
import { doWithout, quarantine } from './quarantine.ts';
import { shareFairly } from './share-fairly.ts';
import type { TranscodingTables } from './tables.ts';

export type TaskRow = Selectable<TranscodingTables['tasks']>;
type Query = Database<TranscodingTables>['query'] | TranscodingTransaction;

/** The source's packets cannot be copied after all: once more, and the pass encodes. */
const NEEDS_ENCODING = 'needs_encoding';

/** What such a task says of itself until it is claimed again. */
export const NO_ROOM = { server: 'storage_full', worker: 'worker_full' } as const;
const NO_ROOM_MS = 2000;

const WORKER_LOST = {
  code: 'worker_lost',
  message: 'Processing this file ended every worker that tried. It was given up.',
};

export class TasksStore {
  readonly #database: Database<TranscodingTables>;
  readonly #jobs: JobsStore;
  readonly #leaseMs: number;

  /** @param options.leaseMs a worker that is not heard of for this long has lost its task. */
  constructor(options: { database: Database<TranscodingTables>; jobs: JobsStore; leaseMs: number }) {
    this.#leaseMs = options.leaseMs;
    this.#database = options.database;
    this.#jobs = options.jobs;
  }

  /**
   * The next task for a worker: a waiting one, or one whose worker has not been heard of. Times are the database's. A
   * worker that is to take none gets none, even when it was asking already; a token that is being revoked waits for the
   * claim or the other way round, so that no task stays with it.
   * The most urgent films first; of those of one kind, films take turns: the one that fewest workers are at, and of those
   * the one whose turn was longest ago.
   * @param growing one that reads a file which still arrives, or one of all others.
   */
  async claim(
    workerId: string,
    { tokenId = null, growing = false }: { tokenId?: string | null; growing?: boolean } = {},
  ): Promise<TaskRow | undefined> {
    const task = await this.#take({ workerId, tokenId, growing });
    // The lease is ours by now: what comes of a crash in between is a task that was not divided.
    return task && this.#database.transaction((transaction) => shareFairly(transaction, task));
  }

  async #take(worker: { workerId: string; tokenId: string | null; growing: boolean }): Promise<TaskRow | undefined> {
    const { workerId, tokenId, growing } = worker;
    const { rows } = await sql<TaskRow>`
      with held as (
        select job_id, count(*) as slots from tasks
        where state = 'leased' and lease_until > clock_timestamp() group by job_id)
      update tasks set
        state = 'leased', attempt = attempt + 1, worker_id = ${workerId}, token_id = ${tokenId}, progress_ms = 0,
        growing = ${growing},
        losses = losses + case when state = 'leased' then 1 else 0 end,
        lease_until = clock_timestamp() + ${this.#leaseMs} * interval '1 millisecond'
      where id = (
        select tasks.id from tasks join jobs on jobs.id = tasks.job_id left join held on held.job_id = jobs.id
        where (tasks.kind = 'ingest' and jobs.source_blob is null) = ${growing}
          and needs_bytes is null
          and (tasks.kind <> 'captions' or jobs.source_blob is not null)
          and not exists (select from workers where workers.id = ${workerId} and draining)
          and (${tokenId}::text is null
           or exists (select 1 from worker_tokens where worker_tokens.id = ${tokenId} and revoked_at is null for share))
          and ((tasks.state = 'ready' and not_before <= clock_timestamp())
           or (tasks.state = 'leased' and lease_until < clock_timestamp() and losses < ${MAX_LOSSES}))
        order by jobs.urgency, case when priority = ${PRIORITY.smallRenditions} then ${PRIORITY.chunk} else priority end,
          coalesce(held.slots, 0), jobs.served_at, tasks.created_at, chunk_index
        limit 1 for update of tasks skip locked)
      returning *`.execute(this.#database.query);
    return rows[0];
  }

  /** One that reads the file's captions when all of it is there. */
  async addCaptionsTask(transaction: TranscodingTransaction, job: JobRow): Promise<void> {
    await transaction
      .insertInto('tasks')
      .values({
        ...BLANK_TASK,
        id: newId(),
        job_id: job.id,
        kind: 'captions',
        chunk_index: 0,
        payload: '{}',
        priority: PRIORITY.captions,
      })
      .execute();
  }

  find(id: string, query: Query = this.#database.query): Promise<TaskRow | undefined> {
    return query.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** Throws `task_lost` unless this attempt holds the task now. */
  async assertHeld(claim: { taskId: string; attempt: number }, query?: Query): Promise<TaskRow> {
    const task = await this.find(claim.taskId, query);
    if (task?.state !== 'leased' || task.attempt !== claim.attempt) throw transcodingErrors.task_lost();
    return task;
  }

  /** The same within a transaction, with the task's row locked. */
  async lockHeld(transaction: TranscodingTransaction, claim: { taskId: string; attempt: number }): Promise<TaskRow> {
    const task = await transaction
      .selectFrom('tasks')
      .selectAll()
      .where('id', '=', claim.taskId)
      .forUpdate()
      .executeTakeFirst();
    if (task?.state !== 'leased' || task.attempt !== claim.attempt) throw transcodingErrors.task_lost();
    return task;
  }

  async heartbeat(claim: { taskId: string; attempt: number }, progressMs: number): Promise<boolean> {
    const kept = await this.#database.query
      .updateTable('tasks')
      .set({
        lease_until: sql<Date>`clock_timestamp() + ${this.#leaseMs} * interval '1 millisecond'`,
        progress_ms: Math.round(progressMs),
      })
      .where('id', '=', claim.taskId)
      .where('attempt', '=', claim.attempt)
      .where('state', '=', 'leased')
      .executeTakeFirst();
    return kept.numUpdatedRows === 1n;
  }

  /** Given back without blame: the source has to arrive further first, or as a whole. */
  async postpone(claim: { taskId: string; attempt: number }, needsBytes: number | null): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const { job_id: jobId } = await this.assertHeld(claim, transaction);
      const job = await this.#jobs.lock(transaction, jobId);
      const task = await this.lockHeld(transaction, claim);
      await this.#giveBack(transaction, task, job, needsBytes);
    });
  }

  /** The same for want of room, on the server or on the worker; others, or the same a little later, go on. */
  async giveBack(
    claim: { taskId: string; attempt: number },
    noRoom: 'server' | 'worker',
  ): Promise<{ job: JobRow; task: TaskRow }> {
    return this.#database.transaction(async (transaction) => {
      const { job_id: jobId } = await this.assertHeld(claim, transaction);
      const job = await this.#jobs.lock(transaction, jobId);
      const task = await this.lockHeld(transaction, claim);
      await transaction
        .updateTable('tasks')
        .set({
          state: 'ready',
          lease_until: null,
          last_error: NO_ROOM[noRoom],
          not_before: sql<Date>`clock_timestamp() + ${NO_ROOM_MS} * interval '1 millisecond'`,
        })
        .where('id', '=', task.id)
        .execute();
      return { job, task };
    });
  }

  /**
   * A task that failed for the machine's sake is tried again after a pause; a file's fault, or the third time, ends the
   * job. What was wrong with a file that still arrives is sure only when it is whole, with few exceptions.
   */
  async fail(
    claim: { taskId: string; attempt: number },
    failure: { code: string; message: string; detail: string; transient: boolean },
  ): Promise<'retry' | 'replaced' | 'failed'> {
    return this.#database.transaction(async (transaction) => {
      const { job_id: jobId } = await this.assertHeld(claim, transaction);
      const job = await lockWithEditions(transaction, this.#jobs, jobId);
      const task = await this.lockHeld(transaction, claim);
      const failures = task.failures + 1;
      const again = failure.transient && failures < MAX_FAILURES;
      if (task.growing && !again && !isSureFromPart(failure.code)) {
        await this.#waitForWhole(transaction, { job, task, failure });
        return 'retry' as const;
      }
      await transaction
        .updateTable('tasks')
        .set({
          state: again ? 'ready' : 'failed',
          failures,
          last_error: `${failure.code}: ${failure.detail}`.slice(0, 4000),
          not_before: sql<Date>`clock_timestamp() + ${backOffMs(failures)} * interval '1 millisecond'`,
        })
        .where('id', '=', task.id)
        .execute();
      const mustEncode = failure.code === NEEDS_ENCODING && !job.encode;
      if (isOpen(job) && (mustEncode || (failure.code === PASSTHROUGH_REFUSED && isPassedThrough(job)))) {
        await this.#jobs.replaceIn(transaction, job, { mayPassThrough: false, encode: mustEncode });
        return 'replaced' as const;
      }
      if (!again && isOpen(job)) {
        if (await doWithout(transaction, task)) {
          await finishIfDone(transaction, this.#jobs, job);
          return 'failed' as const;
        }
        if (await quarantine(transaction, task, failure)) return 'retry' as const;
        await this.#jobs.failIn(transaction, job, failure);
      }
      return again ? ('retry' as const) : ('failed' as const);
    });
  }

  /** What was made of a part that may be damaged is withdrawn, unless the part itself was good. */
  async #waitForWhole(
    transaction: TranscodingTransaction,
    { job, task, failure }: { job: JobRow; task: TaskRow; failure: { code: string; detail: string } },
  ): Promise<void> {
    const encode = failure.code === NEEDS_ENCODING || job.encode;
    if (!job.ladder) return this.#giveBack(transaction, task, job, null);
    if (failure.code !== NEEDS_ENCODING) await this.#jobs.emitWithdrawn(transaction, job);
    await this.#jobs.replaceIn(transaction, job, { mayPassThrough: !encode, encode, needsWhole: true });
  }

  async #giveBack(
    transaction: TranscodingTransaction,
    task: TaskRow,
    job: JobRow,
    needsBytes: number | null,
  ): Promise<void> {
    await transaction
      .updateTable('tasks')
      .set({
        state: 'ready',
        failures: 0,
        lease_until: null,
        // Meanwhile all of it may have arrived.
        needs_bytes: job.source_blob === null ? Math.min(needsBytes ?? beyondEnd(job), beyondEnd(job)) : null,
      })
      .where('id', '=', task.id)
      .execute();
  }

  /** Tasks that wait for their source to arrive further. */
  async listWaiting(): Promise<{ id: string; needsBytes: number; videoId: string; uploadId: string }[]> {
    const rows = await this.#database.query
      .selectFrom('tasks')
      .innerJoin('jobs', 'jobs.id', 'tasks.job_id')
      .select(['tasks.id', 'tasks.needs_bytes', 'jobs.video_id', 'jobs.upload_id'])
      .where('tasks.needs_bytes', 'is not', null)
      .where('tasks.state', '=', 'ready')
      .orderBy('tasks.created_at', 'desc')
      .limit(500)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      needsBytes: Number(row.needs_bytes),
      videoId: row.video_id,
      uploadId: row.upload_id,
    }));
  }

  /** Their sources have arrived as far as they need. */
  async release(ids: readonly string[]): Promise<void> {
    await this.#database.query.updateTable('tasks').set({ needs_bytes: null }).where('id', 'in', ids).execute();
  }

  /** Tasks whose workers keep dying: given up, with their jobs where those cannot do without. */
  async giveUpPoisoned(): Promise<number> {
    const poisoned = await this.#database.query
      .selectFrom('tasks')
      .select(['id', 'job_id'])
      .where('state', '=', 'leased')
      .where('lease_until', '<', sql<Date>`clock_timestamp()`)
      .where('losses', '>=', MAX_LOSSES)
      .limit(100)
      .execute();
    for (const { id, job_id: jobId } of poisoned) {
      await this.#database.transaction(async (transaction) => {
        const job = await this.#jobs.lock(transaction, jobId);
        const task = await transaction
          .updateTable('tasks')
          .set({ state: 'failed', last_error: 'its workers ended without a word' })
          .where('id', '=', id)
          .where('state', '=', 'leased')
          .where('lease_until', '<', sql<Date>`clock_timestamp()`)
          .returningAll()
          .executeTakeFirst();
        if (!task || !isOpen(job)) return;
        if (await doWithout(transaction, task)) return finishIfDone(transaction, this.#jobs, job);
        if (await quarantine(transaction, task, WORKER_LOST)) return;
        await this.#jobs.failIn(transaction, job, WORKER_LOST);
      });
    }
    return poisoned.length;
  }

  listOfJobs(jobIds: readonly string[]): Promise<TaskRow[]> {
    if (jobIds.length === 0) return Promise.resolve([]);
    return this.#database.query.selectFrom('tasks').selectAll().where('job_id', 'in', jobIds).execute();
  }

  /** Slots that are at work, those aside that wait for a file to arrive. */
  async countHeld(): Promise<number> {
    const { held } = await this.#database.query
      .selectFrom('tasks')
      .select((eb) => eb.fn.countAll<number>().as('held'))
      .where('state', '=', 'leased')
      .where('lease_until', '>', sql<Date>`clock_timestamp()`)
      .where('growing', '=', false)
      .executeTakeFirstOrThrow();
    return Number(held);
  }

  async countOpen(): Promise<number> {
    const { open } = await this.#database.query
      .selectFrom('tasks')
      .select((eb) => eb.fn.countAll<number>().as('open'))
      .where('state', 'in', ['ready', 'leased'])
      // Who waits for a file to arrive waits for somebody else.
      .where(
        sql<boolean>`(kind <> 'ingest' or exists (select from jobs where jobs.id = job_id and source_blob is not null))`,
      )
      .executeTakeFirstOrThrow();
    return Number(open);
  }
}

/** The source's own packets, not what is encoded of them on their way. */
function isPassedThrough(job: JobRow): boolean {
  const video = job.probe?.video;
  return job.passthrough && video !== undefined && !isEncodedOnItsWay(job, video);
}
