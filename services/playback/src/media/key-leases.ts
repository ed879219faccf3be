import { sql } from 'kysely';
import { needsToken, type Visibility } from '../domain/access-rule.ts';
import type { CaptionTrack } from '../domain/caption-tracks.ts';
import type { EditionIndex } from '../domain/edition-index.ts';
import type { CaptionsStore } from '../store/captions-store.ts';
import type { IndexStore } from '../store/index-store.ts';
import type { ViewerListsStore } from '../store/viewer-lists-store.ts';
import { LRUCache } from './lru-cache.ts';

/** CONTRACTS.md: what a key stands for is known for this long without asking again. */
export const KEY_LEASE_MS = 2000;
/** A public film goes on while the database is away. */
const STALE_MS = 10 * 60_000;
const NOBODY: ReadonlySet<string> = new Set();

export interface KeyLease {
  key: string;
  videoId: string;
  visibility: Visibility;
  ownerAccountId: string;
  insiders: readonly string[];
  /** A premiere that is to come: its picture is for everybody. */
  announced: boolean;
  passwordVersion: number;
  viewerListId: string;
  /** The accounts on its list. */
  members: ReadonlySet<string>;
  ended: boolean;
  /** Whoever may watch may also take a file along. */
  downloads: boolean;
  edition: EditionIndex;
  captions: readonly CaptionTrack[];
  captionsVersion: number;
  /** The picture that its creator chose. */
  thumbnail: { blobKey: string; version: number } | null;
  checkedAt: number;
}

/** Keys and the editions behind them, each asked of the database at most once per lease. */
export class KeyLeases {
  readonly #index: IndexStore;
  readonly #captionsStore: CaptionsStore;
  readonly #viewerLists: ViewerListsStore;
  readonly #byKey = new LRUCache<string, KeyLease | null>(20_000);
  readonly #checkedAt = new Map<string, number>();
  readonly #editions = new LRUCache<string, EditionIndex>(2000);
  readonly #captions = new LRUCache<string, { version: number; tracks: CaptionTrack[] }>(2000);
  readonly #keyOf = new LRUCache<string, { key: string | undefined; until: number }>(20_000);
  readonly #forgottenAt = new Map<string, number>();
  #listsForgottenAt = 0;
  readonly #pending = new Map<string, Promise<KeyLease | null>>();

  constructor(options: { index: IndexStore; captions: CaptionsStore; viewerLists: ViewerListsStore }) {
    this.#index = options.index;
    this.#viewerLists = options.viewerLists;
    this.#captionsStore = options.captions;
  }

  /** Null: there is no such key. Rejects when that cannot be known and the key is not a public one that we know. */
  async get(key: string): Promise<KeyLease | null> {
    const known = this.#byKey.get(key);
    const checkedAt = this.#checkedAt.get(key) ?? 0;
    const now = Date.now();
    if (known !== undefined && now - checkedAt < KEY_LEASE_MS) return known;
    try {
      return await this.#ask(key);
    } catch (error) {
      if (known && !known.ended && !needsToken(known.visibility) && now - checkedAt < STALE_MS) return known;
      throw error;
    }
  }

  /** The keys under which these videos play now; a video without one is left out. Each known for one lease. */
  async currentKeys(videoIds: readonly string[]): Promise<string[]> {
    const now = Date.now();
    const unknown = videoIds.filter((id) => (this.#keyOf.get(id)?.until ?? 0) <= now);
    if (unknown.length > 0) {
      const startedAt = performance.now();
      const rows = await this.#index.database.query
        .selectFrom('media_keys')
        .select(['video_id', 'key'])
        .where('video_id', 'in', unknown)
        .where('ended_at', 'is', null)
        .execute();
      const found = new Map(rows.map((row) => [row.video_id, row.key]));
      for (const id of unknown) {
        const fresh = (this.#forgottenAt.get(id) ?? 0) < startedAt;
        this.#keyOf.set(id, { key: found.get(id), until: fresh ? now + KEY_LEASE_MS : 0 });
      }
    }
    return videoIds.flatMap((id) => this.#keyOf.get(id)?.key ?? []);
  }

  forgetVideo(videoId: string): void {
    this.#keyOf.delete(videoId);
    // A look-up that is under way may have read what was before.
    if (this.#forgottenAt.size > 10_000) this.#forgottenAt.clear();
    this.#forgottenAt.set(videoId, performance.now());
    for (const [key, lease] of this.#byKey.entries()) {
      if (lease?.videoId === videoId) {
        this.#byKey.delete(key);
        this.#checkedAt.delete(key);
      }
    }
  }

  /** Every key whose viewers are on this list. */
  forgetList(listId: string): void {
    const videos = [...this.#byKey.entries()].flatMap(([, lease]) =>
      lease?.viewerListId === listId ? lease.videoId : [],
    );
    for (const id of new Set(videos)) this.forgetVideo(id);
    // A look-up that is under way may have read who was on it before.
    this.#listsForgottenAt = performance.now();
  }

  #ask(key: string): Promise<KeyLease | null> {
    const pending = this.#pending.get(key);
    if (pending !== undefined) return pending;
    const asked = this.#load(key).finally(() => this.#pending.delete(key));
    this.#pending.set(key, asked);
    return asked;
  }

  async #load(key: string): Promise<KeyLease | null> {
    const askedAt = Date.now();
    const startedAt = performance.now();
    const row = await this.#index.database.query
      .selectFrom('media_keys')
      .innerJoin('videos', 'videos.video_id', 'media_keys.video_id')
      .innerJoin('editions', 'editions.id', 'media_keys.edition_id')
      .select([
        'media_keys.video_id',
        'edition_id',
        // By the clock that ended it.
        sql<boolean>`ended_at is not null and ended_at <= now()`.as('ended'),
        'visibility',
        'owner_only',
        'owner_account_id',
        'insiders',
        'announced',
        'deleted',
        'downloads',
        'password_version',
        'viewer_list_id',
        'editions.version',
        'captions_version',
        'thumbnail_blob',
        'thumbnail_version',
      ])
      .where('key', '=', key)
      .executeTakeFirst();
    const lease = row?.visibility
      ? await this.#toLease(key, row as typeof row & { visibility: Visibility }, askedAt)
      : null;
    this.#byKey.set(key, lease);
    const listAt = lease?.viewerListId ? this.#listsForgottenAt : 0;
    if (lease && Math.max(this.#forgottenAt.get(lease.videoId) ?? 0, listAt) >= startedAt) {
      this.#checkedAt.delete(key);
      return lease;
    }
    if (this.#checkedAt.size > 40_000) this.#checkedAt.clear();
    this.#checkedAt.set(key, askedAt);
    return lease;
  }

  async #toLease(
    key: string,
    row: {
      video_id: string;
      edition_id: string;
      ended: boolean;
      visibility: Visibility;
      owner_only: boolean;
      owner_account_id: string | null;
      insiders: string[];
      announced: boolean;
      deleted: boolean;
      downloads: boolean;
      password_version: number;
      viewer_list_id: string;
      version: number;
      captions_version: number;
      thumbnail_blob: string | null;
      thumbnail_version: number;
    },
    askedAt: number,
  ): Promise<KeyLease | null> {
    let edition = this.#editions.get(row.edition_id);
    if (!edition || edition.version !== Number(row.version)) {
      edition = await this.#index.loadOne(row.edition_id);
      if (!edition) return null;
      this.#editions.set(row.edition_id, edition);
    }
    const captionsVersion = Number(row.captions_version);
    const visibility = row.owner_only ? 'private' : row.visibility;
    return {
      key,
      captions: await this.#captionsOf(row.video_id, captionsVersion),
      captionsVersion,
      thumbnail: row.thumbnail_blob ? { blobKey: row.thumbnail_blob, version: Number(row.thumbnail_version) } : null,
      videoId: row.video_id,
      visibility,
      ownerAccountId: row.owner_account_id ?? '',
      insiders: row.insiders,
      announced: row.announced && !row.owner_only,
      passwordVersion: row.password_version,
      viewerListId: row.viewer_list_id,
      members: visibility === 'members' ? await this.#viewerLists.membersOf(row.viewer_list_id) : NOBODY,
      // A replaced edition goes on for a while for those who watch it.
      ended: row.deleted || row.ended,
      downloads: row.downloads,
      edition,
      checkedAt: askedAt,
    };
  }

  async #captionsOf(videoId: string, version: number): Promise<CaptionTrack[]> {
    if (version === 0) return [];
    const known = this.#captions.get(videoId);
    if (known?.version === version) return known.tracks;
    const tracks = await this.#captionsStore.load(videoId);
    this.#captions.set(videoId, { version, tracks });
    return tracks;
  }
}
