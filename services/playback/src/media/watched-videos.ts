import type { Visibility } from '../domain/access-rule.ts';
import type { IndexStore } from '../store/index-store.ts';

export interface WatchedVideo {
  visibility: Visibility;
  ownerAccountId: string;
  insiders: readonly string[];
  /** Of what plays; 0 where nothing does. */
  durationMs: number;
}

/** Far below the three seconds in which what is withdrawn is gone everywhere. */
const KEEP_MS = 1000;
const MOST = 10_000;

/** What beacons need to know of their videos: thousands of viewers tell of the same one. */
export class WatchedVideos {
  readonly #index: IndexStore;
  readonly #known = new Map<string, { video: Promise<WatchedVideo | undefined>; until: number }>();

  constructor(index: IndexStore) {
    this.#index = index;
  }

  /** Undefined where there is no such video, or none any more. */
  find(id: string): Promise<WatchedVideo | undefined> {
    const known = this.#known.get(id);
    if (known && known.until > Date.now()) return known.video;
    const asked = { video: this.#read(id), until: Date.now() + KEEP_MS };
    if (this.#known.size > MOST) this.#known.clear();
    this.#known.set(id, asked);
    asked.video.catch(() => {
      if (this.#known.get(id) === asked) this.#known.delete(id);
    });
    return asked.video;
  }

  async #read(id: string): Promise<WatchedVideo | undefined> {
    const { query } = this.#index.database;
    const [video, edition] = await Promise.all([
      query
        .selectFrom('videos')
        .select(['visibility', 'owner_account_id', 'insiders', 'deleted'])
        .where('video_id', '=', id)
        .executeTakeFirst(),
      query
        .selectFrom('media_keys')
        .innerJoin('editions', 'editions.id', 'media_keys.edition_id')
        .select('duration_ms')
        .where('media_keys.video_id', '=', id)
        .where('ended_at', 'is', null)
        .executeTakeFirst(),
    ]);
    if (!video?.visibility || video.deleted) return undefined;
    return {
      visibility: video.visibility,
      ownerAccountId: video.owner_account_id ?? '',
      insiders: video.insiders,
      durationMs: Number(edition?.duration_ms ?? 0),
    };
  }
}
