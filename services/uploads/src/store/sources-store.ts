import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import type { UploadsTables } from './tables.ts';
import type { UploadRow } from './uploads-store.ts';

type UploadsTransaction = Transaction<UploadsTables>;

const AT_ONCE = 100;

/** How long files are kept once they are whole, and what else of their videos takes room. */
export class SourcesStore {
  readonly #database: Database<UploadsTables>;

  constructor(options: { database: Database<UploadsTables> }) {
    this.#database = options.database;
  }

  /** The newest upload of each video of which no file is kept: removed after a time, failed, or given up. */
  async newestWithoutSource(videoIds: readonly string[]): Promise<string[]> {
    if (videoIds.length === 0) return [];
    const rows = await this.#database.query
      .selectFrom('uploads')
      .select(({ fn }) => fn.max('id').as('newest'))
      .where('video_id', 'in', videoIds)
      .groupBy('video_id')
      .having(sql<boolean>`not bool_or(state = 'complete' and blob_key is not null and over_at is null)`)
      .execute();
    return rows.map(({ newest }) => newest);
  }

  /** Processing has ended well: from here on it is counted how long the file is kept. */
  async noteProcessedIn(transaction: UploadsTransaction, uploadId: string): Promise<void> {
    await transaction
      .updateTable('uploads')
      .set({ processed_at: sql<Date>`now()` })
      .where('id', '=', uploadId)
      .where('processed_at', 'is', null)
      .execute();
  }

  /** What is kept of a video beside its file, as its keeper tells; of whose, unless told, its upload says. */
  async notePartIn(
    transaction: UploadsTransaction,
    told: { videoId: string; part: 'renditions' | 'captions'; sizeBytes: number; accountId?: string },
  ): Promise<void> {
    const { videoId, part, sizeBytes } = told;
    // The end of the video may be told at the same moment.
    await lockVideo(transaction, videoId);
    const ended = await transaction
      .selectFrom('deleted_videos')
      .select('video_id')
      .where('video_id', '=', videoId)
      .executeTakeFirst();
    const accountId = told.accountId || (await accountOf(transaction, videoId));
    if (ended || !accountId) return;
    await transaction
      .insertInto('stored_parts')
      .values({ video_id: videoId, part, account_id: accountId, size_bytes: sizeBytes })
      .onConflict((conflict) =>
        conflict.columns(['video_id', 'part']).doUpdateSet({ account_id: accountId, size_bytes: sizeBytes }),
      )
      .execute();
  }

  /** Nothing of a deleted video counts any more. */
  async endVideoIn(transaction: UploadsTransaction, videoId: string): Promise<void> {
    await lockVideo(transaction, videoId);
    await transaction
      .insertInto('deleted_videos')
      .values({ video_id: videoId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await transaction
      .updateTable('uploads')
      .set({ over_at: sql<Date>`now()` })
      .where('video_id', '=', videoId)
      .where('over_at', 'is', null)
      .execute();
    await transaction.deleteFrom('stored_parts').where('video_id', '=', videoId).execute();
  }

  /** Ends the keeping of files whose films were finished so long ago. Answers how many. */
  async endProcessed(retentionDays: number): Promise<number> {
    const rows = await this.#database.query
      .updateTable('uploads')
      .set({ over_at: sql<Date>`now()` })
      .where('id', 'in', (of) =>
        of
          .selectFrom('uploads')
          .select('id')
          .where('state', '=', 'complete')
          .where('over_at', 'is', null)
          .where('processed_at', '<=', sql<Date>`now() - ${retentionDays} * interval '1 day'`)
          .orderBy('processed_at')
          .limit(AT_ONCE),
      )
      .returning('id')
      .execute();
    return rows.length;
  }

  /** Files that are over, and that nobody who began before reads or writes any more. */
  listOver(graceMs: number): Promise<UploadRow[]> {
    return this.#database.query
      .selectFrom('uploads')
      .selectAll()
      .where('over_at', '<=', sql<Date>`now() - ${graceMs} * interval '1 millisecond'`)
      .where('cleaned_at', 'is', null)
      .orderBy('over_at')
      .limit(AT_ONCE)
      .execute();
  }

  async noteCleaned(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#database.query
      .updateTable('uploads')
      .set({ cleaned_at: sql<Date>`now()` })
      .where('id', 'in', ids)
      .execute();
  }

  /** Of these uploads, those of which nothing should be left. */
  async findCleaned(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.#database.query
      .selectFrom('uploads')
      .select('id')
      .where('id', 'in', ids)
      .where('cleaned_at', 'is not', null)
      .execute();
    return new Set(rows.map(({ id }) => id));
  }
}

async function lockVideo(transaction: UploadsTransaction, videoId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('uploads.video.' || ${videoId}, 0))`.execute(transaction);
}

async function accountOf(transaction: UploadsTransaction, videoId: string): Promise<string | undefined> {
  const row = await transaction
    .selectFrom('uploads')
    .select('account_id')
    .where('video_id', '=', videoId)
    .limit(1)
    .executeTakeFirst();
  return row?.account_id;
}
