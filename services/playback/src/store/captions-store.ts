import type { CaptionsChanged } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import type { Database } from '@kinora/ports';
import { sql } from 'kysely';
import { type CaptionTrack, captionTracks } from '../domain/caption-tracks.ts';
import type { PlaybackTransaction } from './index-store.ts';
import type { PlaybackTables } from './tables.ts';

/** Captions as videos has told of them. */
export class CaptionsStore {
  readonly #database: Database<PlaybackTables>;

  constructor(options: { database: Database<PlaybackTables> }) {
    this.#database = options.database;
  }

  async load(videoId: string): Promise<CaptionTrack[]> {
    const rows = await this.#database.query
      .selectFrom('captions')
      .selectAll()
      .where('video_id', '=', videoId)
      .orderBy('replaced_at', (order) => order.desc().nullsFirst())
      .limit(500)
      .execute();
    return captionTracks(rows);
  }

  /** Takes over how all tracks are now; the caller holds the video's row. A replaced text stays for a while, a deleted one not. */
  async replace(transaction: PlaybackTransaction, { videoId, version, tracks }: CaptionsChanged): Promise<void> {
    await transaction
      .updateTable('videos')
      .set({ captions_version: Number(version) })
      .where('video_id', '=', videoId)
      .execute();
    const languages = tracks.map(({ language }) => language);
    await transaction
      .deleteFrom('captions')
      .where('video_id', '=', videoId)
      .where((eb) =>
        eb.or([
          eb('replaced_at', '<', sql<Date>`now() - interval '1 hour'`),
          ...(languages.length > 0 ? [eb('language', 'not in', languages)] : [sql<boolean>`true`]),
        ]),
      )
      .execute();
    await transaction
      .updateTable('captions')
      .set({ replaced_at: sql<Date>`now()`, is_default: false })
      .where('video_id', '=', videoId)
      .where('replaced_at', 'is', null)
      .execute();
    for (const track of tracks) {
      const values = { label: track.label, is_default: track.isDefault, blob_key: track.blobKey, replaced_at: null };
      await transaction
        .insertInto('captions')
        .values({ video_id: videoId, language: track.language, version: Number(track.version), ...values })
        .onConflict((conflict) => conflict.columns(['video_id', 'language', 'version']).doUpdateSet(values))
        .execute();
    }
  }

  async forget(transaction: PlaybackTransaction, videoId: string): Promise<void> {
    await transaction.deleteFrom('captions').where('video_id', '=', videoId).execute();
  }
}
