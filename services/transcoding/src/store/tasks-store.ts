import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import { backOffMs, LEASE_MS, MAX_FAILURES, MAX_LOSSES } from '../domain/lease.ts';
import { transcodingErrors } from '../errors.ts';
import type { JobsStore, TranscodingTransaction } from './jobs-store.ts';
import type { TranscodingTables } from './tables.ts';

export type TaskRow = Selectable<TranscodingTables['tasks']>;
type Query = Database<TranscodingTables>['query'] | TranscodingTransaction;

/** The source's packets cannot be copied after all: once more, and the pass encodes. */
const NEEDS_ENCODING = 'needs_encoding';

export class TasksStore {
  readonly #database: Database<TranscodingTables>;
  readonly #jobs: JobsStore;

  constructor(options: { database: Database<TranscodingTables>; jobs: JobsStore }) {
    this.#database = options.database;
    this.#jobs = options.jobs;
  }

  /**
   * The next task for a worker: a waiting one, or one whose worker has not been heard of. Times are the database's. A
   * worker that is to take none gets none, even when it was asking already; a token that is being revoked waits for the
   * claim or the other way round, so that no task stays with it.
   */
  async claim(workerId: string, tokenId: string | null = null): Promise<TaskRow | undefined> {
    const { rows } = await sql<TaskRow>`
      update tasks set
        state = 'leased', attempt = attempt + 1, worker_id = ${workerId}, token_id = ${tokenId}, progress_ms = 0,
        losses = losses + case when state = 'leased' then 1 else 0 end,
        lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'
      where id = (
        select id from tasks
        where not exists (select from workers where workers.id = ${workerId} and draining)
          and (${tokenId}::text is null
           or exists (select 1 from worker_tokens where worker_tokens.id = ${tokenId} and revoked_at is null for share))
          and ((state = 'ready' and not_before <= clock_timestamp())
           or (state = 'leased' and lease_until < clock_timestamp() and losses < ${MAX_LOSSES}))
        order by priority, created_at, chunk_index
        limit 1 for update skip locked)
      returning *`.execute(this.#database.query);
    return rows[0];
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
        lease_until: sql<Date>`clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'`,
        progress_ms: Math.round(progressMs),
      })
      .where('id', '=', claim.taskId)
      .where('attempt', '=', claim.attempt)
      .where('state', '=', 'leased')
      .executeTakeFirst();
    return kept.numUpdatedRows === 1n;
  }

  /** A task that failed for the machine's sake is tried again after a pause; a file's fault, or the third time, ends the job. */
  async fail(
    claim: { taskId: string; attempt: number },
    failure: { code: string; message: string; detail: string; transient: boolean },
  ): Promise<'retry' | 'failed'> {
    return this.#database.transaction(async (transaction) => {
      const { job_id: jobId } = await this.assertHeld(claim, transaction);
      const job = await this.#jobs.lock(transaction, jobId);
      const task = await this.lockHeld(transaction, claim);
      const failures = task.failures + 1;
      const again = failure.transient && failures < MAX_FAILURES;
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
      const open = job.state === 'probing' || job.state === 'encoding';
      if (failure.code === NEEDS_ENCODING && open && !job.encode) {
        await this.#jobs.replaceIn(transaction, job, { mayPassThrough: false, encode: true });
        return 'retry' as const;
      }
      if (!again && (job.state === 'probing' || job.state === 'encoding'))
        await this.#jobs.failIn(transaction, job, failure);
      return again ? ('retry' as const) : ('failed' as const);
    });
  }

  /** Tasks whose workers keep dying: given up, with their jobs. */
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
        const failed = await transaction
          .updateTable('tasks')
          .set({ state: 'failed', last_error: 'its workers ended without a word' })
          .where('id', '=', id)
          .where('state', '=', 'leased')
          .where('lease_until', '<', sql<Date>`clock_timestamp()`)
          .executeTakeFirst();
        if (failed.numUpdatedRows === 1n && (job.state === 'probing' || job.state === 'encoding')) {
          await this.#jobs.failIn(transaction, job, {
            code: 'worker_lost',
            message: 'Processing this file ended every worker that tried. It was given up.',
          });
        }
      });
    }
    return poisoned.length;
  }

  listOfJobs(jobIds: readonly string[]): Promise<TaskRow[]> {
    if (jobIds.length === 0) return Promise.resolve([]);
    return this.#database.query.selectFrom('tasks').selectAll().where('job_id', 'in', jobIds).execute();
  }

  async countOpen(): Promise<number> {
    const { open } = await this.#database.query
      .selectFrom('tasks')
      .select((eb) => eb.fn.countAll<number>().as('open'))
      .where('state', 'in', ['ready', 'leased'])
      .executeTakeFirstOrThrow();
    return Number(open);
  }
}
