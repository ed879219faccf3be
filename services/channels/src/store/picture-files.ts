import { createHash } from 'node:crypto';
import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { type PictureKind, pictureBlobKey } from '../domain/picture-path.ts';
import type { ChannelsTables } from './tables.ts';

/** What no channel took is not waited for longer. */
const WRITING = sql<Date>`now() + interval '15 minutes'`;

/** Pictures of channels in the blob store, of all kinds; each has a row before it is written and until it is removed. */
export class PictureFiles {
  readonly #database: Database<ChannelsTables>;

  constructor(options: { database: Database<ChannelsTables> }) {
    this.#database = options.database;
  }

  /** Before the file is written: what a crash leaves behind is known, and removed. Answers its key. */
  async reserve(kind: PictureKind, channelId: string, body: Uint8Array): Promise<string> {
    const key = pictureBlobKey(kind, channelId, newId());
    await this.#database.query
      .insertInto('avatar_files')
      .values({
        blob_key: key,
        channel_id: channelId,
        size_bytes: body.byteLength,
        sha256: createHash('sha256').update(body).digest('hex'),
        remove_after: WRITING,
      })
      .execute();
    return key;
  }

  async listRemovable(limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('avatar_files')
      .select('blob_key')
      .where('remove_after', '<=', sql<Date>`now()`)
      .orderBy('remove_after')
      .limit(limit)
      .execute();
    return rows.map((row) => row.blob_key);
  }

  async forget(blobKeys: readonly string[]): Promise<void> {
    if (blobKeys.length === 0) return;
    await this.#database.query.deleteFrom('avatar_files').where('blob_key', 'in', blobKeys).execute();
  }
}

/** With the change of the channel: its new picture stays, the one before goes. */
export async function exchangePictures(
  transaction: Transaction<ChannelsTables>,
  { before, after }: { before: string | null; after: string | null },
): Promise<void> {
  if (before === after) return;
  const change = (key: string, until: null | typeof WRITING) =>
    transaction.updateTable('avatar_files').set({ remove_after: until }).where('blob_key', '=', key).execute();
  if (after !== null) await change(after, null);
  if (before !== null) await change(before, sql<Date>`now()`);
}
