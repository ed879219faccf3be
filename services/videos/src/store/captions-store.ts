import { createHash } from 'node:crypto';
import { CaptionsChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Insertable, type Selectable, sql, type Transaction } from 'kysely';
import { videosErrors } from '../errors.ts';
import { lockVideo } from './lock-video.ts';
import type { VideosTables } from './tables.ts';

export type CaptionRow = Selectable<VideosTables['captions']>;

/** What a change is made on: nothing yet, the version that somebody has seen, or whatever there is. */
export type ExpectedCaptions = 'absent' | 'any' | number;

export interface CaptionChange {
  videoId: string;
  language: string;
  expected: ExpectedCaptions;
  label?: string | undefined;
  isDefault?: boolean | undefined;
  /** Without it the text stays. */
  file?: { blobKey: string; cues: number };
}

const MOST_LANGUAGES = 50;
/** Playlists that name a replaced file are read for a while; what was never made a track is not waited for longer. */
const KEEP = sql<Date>`now() + interval '15 minutes'`;

/** Captions of videos: rows here, their text in the blob store. */
export class CaptionsStore {
  readonly #database: Database<VideosTables>;
  readonly #outbox: Outbox;

  constructor(options: { database: Database<VideosTables>; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  list(videoId: string): Promise<CaptionRow[]> {
    return tracksOf(this.#database.query, videoId);
  }

  find(videoId: string, language: string): Promise<CaptionRow | undefined> {
    return this.#database.query
      .selectFrom('captions')
      .selectAll()
      .where('video_id', '=', videoId)
      .where('language', '=', language)
      .executeTakeFirst();
  }

  /** Before its file is written: what a crash leaves behind is known, and removed. */
  async reserve(videoId: string, body: Uint8Array): Promise<string> {
    const blobKey = `captions/${videoId}/${newId()}.vtt`;
    await this.#database.query
      .insertInto('caption_files')
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

  /** A file that was written in vain; one that a track is made of stays. */
  async discard(blobKey: string): Promise<void> {
    await this.#database.query
      .updateTable('caption_files')
      .set({ remove_after: sql<Date>`now()` })
      .where('blob_key', '=', blobKey)
      .where('used', '=', false)
      .execute();
  }

  /** Makes a track or changes it; throws when it is not as expected. */
  async put(change: CaptionChange): Promise<CaptionRow> {
    const { videoId, language, file } = change;
    return this.#change(videoId, async (transaction, version) => {
      const tracks = await tracksOf(transaction, videoId);
      const before = tracks.find((track) => track.language === language);
      assertExpected(before, change.expected);
      if (!before && tracks.length >= MOST_LANGUAGES) throw videosErrors.captions_too_many();
      const blobKey = file?.blobKey ?? before?.blob_key;
      if (blobKey === undefined) throw videosErrors.captions_empty();
      if (change.isDefault) {
        await transaction.updateTable('captions').set({ is_default: false }).where('video_id', '=', videoId).execute();
      }
      const values = {
        label: change.label ?? before?.label ?? '',
        is_default: change.isDefault ?? before?.is_default ?? false,
        version,
        cues: file?.cues ?? before?.cues ?? 0,
        blob_key: blobKey,
      };
      if (file) await keepFile(transaction, file.blobKey, null);
      const row = await transaction
        .insertInto('captions')
        .values({ video_id: videoId, language, ...values })
        .onConflict((conflict) =>
          conflict.columns(['video_id', 'language']).doUpdateSet({ ...values, updated_at: sql<Date>`now()` }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      if (before && before.blob_key !== blobKey) await keepFile(transaction, before.blob_key, KEEP);
      return row;
    });
  }

  async remove(videoId: string, language: string, expected: ExpectedCaptions): Promise<void> {
    await this.#change(videoId, async (transaction) => {
      const removed = await transaction
        .deleteFrom('captions')
        .where('video_id', '=', videoId)
        .where('language', '=', language)
        .returningAll()
        .executeTakeFirst();
      assertExpected(removed, expected);
      if (removed) await keepFile(transaction, removed.blob_key, sql<Date>`now()`);
    });
  }

  /** They are shown at other times from now on: whoever edits them has to load them again. */
  async renewIn(transaction: Transaction<VideosTables>, videoId: string): Promise<void> {
    if ((await tracksOf(transaction, videoId)).length === 0) return;
    await this.#changeIn(transaction, videoId, (_, version) =>
      transaction.updateTable('captions').set({ version }).where('video_id', '=', videoId).execute(),
    );
  }

  async noteFound(
    transaction: Transaction<VideosTables>,
    found: Insertable<VideosTables['found_captions']>[],
  ): Promise<void> {
    if (found.length === 0) return;
    await transaction
      .insertInto('found_captions')
      .values(found)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  listFound(limit: number): Promise<Selectable<VideosTables['found_captions']>[]> {
    return this.#database.query.selectFrom('found_captions').selectAll().orderBy('found_at').limit(limit).execute();
  }

  async forgetFound(blobKey: string): Promise<void> {
    await this.#database.query.deleteFrom('found_captions').where('blob_key', '=', blobKey).execute();
  }

  async listRemovable(limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('caption_files')
      .select('blob_key')
      .where('remove_after', '<=', sql<Date>`now()`)
      .orderBy('remove_after')
      .limit(limit)
      .execute();
    return rows.map((row) => row.blob_key);
  }

  async forget(blobKeys: readonly string[]): Promise<void> {
    if (blobKeys.length === 0) return;
    await this.#database.query.deleteFrom('caption_files').where('blob_key', 'in', blobKeys).execute();
  }

  /** One change at a time per video: the event says how all tracks are afterwards. */
  async #change<T>(
    videoId: string,
    change: (transaction: Transaction<VideosTables>, version: number) => Promise<T>,
  ): Promise<T> {
    return this.#database.transaction((transaction) => this.#changeIn(transaction, videoId, change));
  }

  async #changeIn<T>(
    transaction: Transaction<VideosTables>,
    videoId: string,
    change: (transaction: Transaction<VideosTables>, version: number) => Promise<T>,
  ): Promise<T> {
    const video = await lockVideo(transaction, videoId);
    if (!video || video.deleted_at) throw videosErrors.not_found();
    const version = Number(video.captions_version) + 1;
    await transaction.updateTable('videos').set({ captions_version: version }).where('id', '=', videoId).execute();
    const result = await change(transaction, version);
    const tracks = await tracksOf(transaction, videoId);
    const { bytes } = await transaction
      .selectFrom('caption_files')
      .select((of) => of.fn.coalesce(of.fn.sum<string>('size_bytes'), sql<string>`0`).as('bytes'))
      .where('video_id', '=', videoId)
      .where('remove_after', 'is', null)
      .executeTakeFirstOrThrow();
    await this.#outbox.emit(
      transaction,
      CaptionsChangedSchema,
      {
        videoId,
        version: BigInt(version),
        ownerAccountId: video.owner_account_id,
        sizeBytes: BigInt(bytes),
        tracks: tracks.map((track) => ({
          language: track.language,
          label: track.label,
          isDefault: track.is_default,
          version: BigInt(track.version),
          blobKey: track.blob_key,
        })),
      },
      { type: 'captions', id: videoId, version },
    );
    return result;
  }
}

/** With their video; its event says that they are gone. */
export async function giveUpCaptions(transaction: Transaction<VideosTables>, videoId: string): Promise<void> {
  await transaction.deleteFrom('captions').where('video_id', '=', videoId).execute();
  await transaction
    .updateTable('caption_files')
    .set({ remove_after: sql<Date>`now()` })
    .where('video_id', '=', videoId)
    // What is being written is left to its own time: removed now, it would appear afterwards.
    .where('used', '=', true)
    .execute();
}

function assertExpected(track: CaptionRow | undefined, expected: ExpectedCaptions): void {
  if (expected === 'absent') {
    if (track) throw videosErrors.captions_exist();
    return;
  }
  if (!track) throw videosErrors.captions_not_found();
  if (expected !== 'any' && Number(track.version) !== expected) throw videosErrors.captions_changed();
}

async function keepFile(
  transaction: Transaction<VideosTables>,
  blobKey: string,
  until: null | typeof KEEP,
): Promise<void> {
  await transaction
    .updateTable('caption_files')
    .set({ remove_after: until, used: true })
    .where('blob_key', '=', blobKey)
    .execute();
}

function tracksOf(
  query: Database<VideosTables>['query'] | Transaction<VideosTables>,
  videoId: string,
): Promise<CaptionRow[]> {
  return query
    .selectFrom('captions')
    .selectAll()
    .where('video_id', '=', videoId)
    .orderBy('is_default', 'desc')
    .orderBy('language')
    .limit(MOST_LANGUAGES)
    .execute();
}
