import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import type { UploadsTables } from './tables.ts';

export type DirectUploadRow = Selectable<UploadsTables['direct_uploads']>;

/** Uploads whose parts go to the store itself. */
export class DirectUploadsStore {
  readonly #database: Database<UploadsTables>;
  readonly #expiryHours: number;

  constructor(options: { database: Database<UploadsTables>; expiryHours: number }) {
    this.#database = options.database;
    this.#expiryHours = options.expiryHours;
  }

  find(uploadId: string): Promise<DirectUploadRow | undefined> {
    return this.#database.query
      .selectFrom('direct_uploads')
      .selectAll()
      .where('upload_id', '=', uploadId)
      .executeTakeFirst();
  }

  /** The one that was begun before, if there was one. */
  async begin(row: { upload_id: string; multipart_id: string; part_bytes: number }): Promise<DirectUploadRow> {
    await this.#database.query
      .insertInto('direct_uploads')
      .values({ ...row, parts: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return this.#database.query
      .selectFrom('direct_uploads')
      .selectAll()
      .where('upload_id', '=', row.upload_id)
      .executeTakeFirstOrThrow();
  }

  /** A part has come: it is not given up for a while. */
  async touch(uploadId: string): Promise<void> {
    await this.#database.query
      .updateTable('uploads')
      .set({
        touched_at: sql<Date>`now()`,
        expires_at: sql<Date>`now() + ${this.#expiryHours} * interval '1 hour'`,
        state: 'uploading',
      })
      .where('id', '=', uploadId)
      .where('state', 'in', ['waiting', 'uploading'])
      .execute();
  }

  /** All parts are there; false where the upload is over, or arrives in another way. */
  async finish(uploadId: string, parts: { part: number; etag: string }[]): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('uploads')
        .set({ state: 'finishing', touched_at: sql<Date>`now()` })
        .where('id', '=', uploadId)
        .where('state', 'in', ['waiting', 'uploading'])
        .where('offset_bytes', '=', 0)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await transaction
        .updateTable('direct_uploads')
        .set({ parts: JSON.stringify(parts) })
        .where('upload_id', '=', uploadId)
        .execute();
      return true;
    });
  }
}
