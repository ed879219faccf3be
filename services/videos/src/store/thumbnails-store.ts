import { createHash } from 'node:crypto';
import { ThumbnailChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import { afterCommit, type Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { videosErrors } from '../errors.ts';
import { lockVideo } from './lock-video.ts';
import type { VideosTables } from './tables.ts';

/** Who loads a page has its address for a while; what no video took is not waited for longer. */
const KEEP = sql<Date>`now() + interval '15 minutes'`;

/** Pictures that creators chose for their videos: rows here, files in the blob store. */
export class ThumbnailsStore {
  readonly #database: Database<VideosTables>;
  readonly #outbox: Outbox;
  readonly #onChange: () => void;

  constructor(options: { database: Database<VideosTables>; outbox: Outbox; onChange: () => void }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#onChange = options.onChange;
  }

  /** Before the file is written: what a crash leaves behind is known, and removed. Answers its key. */
  async reserve(videoId: string, body: Uint8Array): Promise<string> {
    const blobKey = `thumbnails/${videoId}/${newId()}.jpg`;
    await this.#database.query
      .insertInto('thumbnail_files')
      .values({
        blob_key: blobKey,
        video_id: videoId,
        size_bytes: body.byteLength,
        sha256: createHash('sha256').update(body).digest('hex'),
        remove_after: KEEP,
      })
      .execute();
    return blobKey;
  }

  /** @param blobKey a file that is written; null: the picture that processing found again. */
  choose(videoId: string, blobKey: string | null): Promise<void> {
    return this.#database.transaction(async (transaction) => {
      afterCommit(transaction, this.#onChange);
      const video = await lockVideo(transaction, videoId);
      if (!video || video.deleted_at) throw videosErrors.not_found();
      if (video.thumbnail_blob === blobKey) return;
      const version = Number(video.thumbnail_version) + 1;
      await transaction
        .updateTable('videos')
        .set({ thumbnail_blob: blobKey, thumbnail_version: version })
        .where('id', '=', videoId)
        .execute();
      if (blobKey !== null) await keep(transaction, blobKey, null);
      if (video.thumbnail_blob !== null) await keep(transaction, video.thumbnail_blob, KEEP);
      await this.#outbox.emit(
        transaction,
        ThumbnailChangedSchema,
        { videoId, version: BigInt(version), blobKey: blobKey ?? '' },
        { type: 'thumbnail', id: videoId, version },
      );
    });
  }

  async listRemovable(limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('thumbnail_files')
      .select('blob_key')
      .where('remove_after', '<=', sql<Date>`now()`)
      .orderBy('remove_after')
      .limit(limit)
      .execute();
    return rows.map((row) => row.blob_key);
  }

  async forget(blobKeys: readonly string[]): Promise<void> {
    if (blobKeys.length === 0) return;
    await this.#database.query.deleteFrom('thumbnail_files').where('blob_key', 'in', blobKeys).execute();
  }
}

/** With its video; the event of that says that it is gone. */
export async function giveUpThumbnail(
  transaction: Transaction<VideosTables>,
  { id, thumbnail_blob: blobKey }: { id: string; thumbnail_blob: string | null },
): Promise<void> {
  if (blobKey === null) return;
  await transaction.updateTable('videos').set({ thumbnail_blob: null }).where('id', '=', id).execute();
  await keep(transaction, blobKey, sql<Date>`now()`);
}

async function keep(transaction: Transaction<VideosTables>, blobKey: string, until: null | typeof KEEP): Promise<void> {
  await transaction
    .updateTable('thumbnail_files')
    .set({ remove_after: until })
    .where('blob_key', '=', blobKey)
    .execute();
}
