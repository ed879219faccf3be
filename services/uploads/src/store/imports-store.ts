import type { AppError } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import type { UploadRowState, UploadsTables } from './tables.ts';

export type ImportRow = Selectable<UploadsTables['imports']>;
/** With the upload that it is written as. */
export type ImportView = ImportRow & {
  video_id: string;
  file_name: string;
  size_bytes: number;
  received_bytes: number;
  upload_state: UploadRowState;
};

const LEASE_SECONDS = 60;
export const RENEW_MS = 20_000;
const FIRST_PAUSE_SECONDS = 2;
const LONGEST_PAUSE_SECONDS = 300;

export class ImportsStore {
  readonly #database: Database<UploadsTables>;

  constructor(options: { database: Database<UploadsTables> }) {
    this.#database = options.database;
  }

  async create(row: { uploadId: string; accountId: string; url: string; validator: string }): Promise<void> {
    await this.#database.query
      .insertInto('imports')
      .values({
        upload_id: row.uploadId,
        account_id: row.accountId,
        url: row.url,
        validator: row.validator,
        failure_code: null,
        failure_message: null,
      })
      .execute();
  }

  /** One that is due, held by this process until the lease ends. */
  async claim(): Promise<ImportRow | undefined> {
    const { rows } = await sql<ImportRow>`
      update imports set lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
      where upload_id = (
        select upload_id from imports
        where state = 'waiting' and next_at <= now() and lease_until <= now()
        order by next_at limit 1 for update skip locked
      ) returning *`.execute(this.#database.query);
    return rows[0];
  }

  async isAnyWaiting(): Promise<boolean> {
    const row = await this.#database.query
      .selectFrom('imports')
      .select('upload_id')
      .where('state', '=', 'waiting')
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  async renew(uploadId: string): Promise<void> {
    await this.#database.query
      .updateTable('imports')
      .set({ lease_until: sql<Date>`now() + ${LEASE_SECONDS} * interval '1 second'` })
      .where('upload_id', '=', uploadId)
      .where('state', '=', 'waiting')
      .execute();
  }

  async finish(uploadId: string): Promise<void> {
    await this.#database.query
      .updateTable('imports')
      .set({ state: 'done', lease_until: sql<Date>`now()` })
      .where('upload_id', '=', uploadId)
      .where('state', '=', 'waiting')
      .execute();
  }

  /** Later, the longer the less came; answers how often it was tried in a row without a new byte. */
  async postpone(uploadId: string, { offsetBytes }: { offsetBytes: number }): Promise<number> {
    const { rows } = await sql<{ failures: number }>`
      update imports set
        failures = case when offset_bytes < ${offsetBytes} then 0 else failures + 1 end,
        next_at = now() + least(${LONGEST_PAUSE_SECONDS}, ${FIRST_PAUSE_SECONDS} * power(2,
          case when offset_bytes < ${offsetBytes} then 0 else failures end)) * interval '1 second',
        offset_bytes = ${offsetBytes},
        lease_until = now()
      where upload_id = ${uploadId} and state = 'waiting' returning failures`.execute(this.#database.query);
    return rows[0]?.failures ?? 0;
  }

  /** To whoever comes next, as it was. */
  async release(uploadId: string): Promise<void> {
    await this.#database.query
      .updateTable('imports')
      .set({ lease_until: sql<Date>`now()`, next_at: sql<Date>`now() + ${FIRST_PAUSE_SECONDS} * interval '1 second'` })
      .where('upload_id', '=', uploadId)
      .where('state', '=', 'waiting')
      .execute();
  }

  async fail(uploadId: string, error: AppError): Promise<void> {
    await this.#database.query
      .updateTable('imports')
      .set({ state: 'failed', failure_code: error.code, failure_message: error.message })
      .where('upload_id', '=', uploadId)
      .where('state', '=', 'waiting')
      .execute();
  }

  async countWaiting(accountId: string): Promise<number> {
    const { count } = await this.#database.query
      .selectFrom('imports')
      .select((of) => of.fn.countAll<string>().as('count'))
      .where('account_id', '=', accountId)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** The newest first. */
  list(accountId: string, options: { limit: number; beforeId?: string | undefined }): Promise<ImportView[]> {
    return this.#views()
      .where('imports.account_id', '=', accountId)
      .$if(options.beforeId !== undefined, (query) => query.where('imports.upload_id', '<', options.beforeId ?? ''))
      .orderBy('imports.upload_id', 'desc')
      .limit(options.limit)
      .execute();
  }

  find(uploadId: string): Promise<ImportView | undefined> {
    return this.#views().where('imports.upload_id', '=', uploadId).executeTakeFirst();
  }

  #views() {
    return this.#database.query
      .selectFrom('imports')
      .innerJoin('uploads', 'uploads.id', 'imports.upload_id')
      .selectAll('imports')
      .select([
        'uploads.video_id',
        'uploads.file_name',
        'uploads.size_bytes',
        'uploads.offset_bytes as received_bytes',
        'uploads.state as upload_state',
      ]);
  }
}
