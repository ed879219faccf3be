import { randomBytes } from 'node:crypto';
import { ViewsCountedSchema, WatchBatchSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { sql } from 'kysely';
import { isView, plausibleWatchedMs } from '../domain/view-counting.ts';
import type { PlaybackTransaction } from './index-store.ts';
import type { QualityStore } from './quality-store.ts';
import type { PlaybackTables } from './tables.ts';

export interface Beacon {
  viewId: string;
  videoId: string;
  viewer: string;
  watchedMs: number;
  positionMs: number;
  durationMs: number;
  /** From the wish to play to the first picture; null before there was one. */
  startMs: number | null;
  stalls: number;
  stalledMs: number;
}

const DAY_MS = 86_400_000;
const KEEP_SALT_MS = 60_000;
const MOST_TOLD = 300;

/** Watching as it is told by players, and the counts that come of it. */
export class ViewsStore {
  readonly #database: Database<PlaybackTables>;
  readonly #outbox: Outbox;
  readonly #quality: QualityStore;
  #salt: { value: Promise<Uint8Array>; day: number; until: number } | undefined;

  constructor(options: { database: Database<PlaybackTables>; outbox: Outbox; quality: QualityStore }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#quality = options.quality;
  }

  /** Many beacons in one commit; rows in the order of their ids, so that two groups cannot wait for each other. */
  async record(beacons: Beacon[]): Promise<void> {
    const latest = [...new Map(beacons.map((beacon) => [beacon.viewId, beacon])).values()].sort((a, b) =>
      a.viewId < b.viewId ? -1 : 1,
    );
    await this.#database.transaction(async (transaction) => {
      const { rows } = await sql<{ view_id: string; since_ms: number; viewer: string; video_id: string }>`
        insert into watchings (view_id, video_id, viewer, watched_ms, position_ms, duration_ms, untold)
        select w.*, left(w.viewer, 1) <> '~' from unnest(
          ${latest.map((b) => b.viewId)}::uuid[], ${latest.map((b) => b.videoId)}::text[], ${latest.map((b) => b.viewer)}::text[],
          ${latest.map((b) => Math.round(b.watchedMs))}::bigint[], ${latest.map((b) => Math.round(b.positionMs))}::bigint[],
          ${latest.map((b) => Math.round(b.durationMs))}::bigint[]) as w(view_id, video_id, viewer, watched_ms, position_ms, duration_ms)
        on conflict (view_id) do update set
          watched_ms = greatest(watchings.watched_ms, excluded.watched_ms), position_ms = excluded.position_ms, duration_ms = excluded.duration_ms, untold = excluded.untold, updated_at = now()
          where watchings.video_id = excluded.video_id and watchings.viewer = excluded.viewer
        returning view_id, video_id, viewer, extract(epoch from now() - started_at)::float8 * 1000 as since_ms`.execute(
        transaction,
      );
      const byId = new Map(rows.map((row) => [row.view_id, row]));
      const counted = latest.filter((beacon) => {
        const row = byId.get(beacon.viewId);
        return row && isView(plausibleWatchedMs(beacon.watchedMs, row.since_ms), beacon.durationMs);
      });
      if (counted.length > 0) await countViews(transaction, counted);
      await this.#quality.addIn(
        transaction,
        latest.flatMap((beacon) => {
          const row = byId.get(beacon.viewId);
          return row ? [{ ...beacon, sinceMs: row.since_ms }] : [];
        }),
      );
    });
  }

  /** Tells counts that have changed since they were told: each video at most once per call. */
  async tellCounts(): Promise<boolean> {
    const told = await this.#database.transaction(async (transaction) => {
      const rows = await transaction
        .selectFrom('videos')
        .select('video_id')
        .whereRef('views', '<>', 'told_views')
        .orderBy('video_id')
        .limit(200)
        .forUpdate()
        .execute();
      for (const { video_id: id } of rows) {
        const row = await transaction
          .updateTable('videos')
          .set((eb) => ({ told_views: eb.ref('views'), views_version: sql<number>`views_version + 1` }))
          .where('video_id', '=', id)
          .returning(['views', 'views_version'])
          .executeTakeFirstOrThrow();
        await this.#outbox.emit(
          transaction,
          ViewsCountedSchema,
          { videoId: id, views: BigInt(row.views) },
          { type: 'views', id, version: Number(row.views_version) },
        );
      }
      return rows.length;
    });
    return told === 200;
  }

  /** Tells who watches what and how far, as far as it is not told: at most 300 in one event. True while there may be more. */
  async tellWatched(): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const rows = await transaction
        .selectFrom('watchings')
        .selectAll()
        .where('untold', '=', true)
        .orderBy('view_id')
        .limit(MOST_TOLD)
        .forUpdate()
        .skipLocked()
        .execute();
      if (rows.length === 0) return false;
      await transaction
        .updateTable('watchings')
        .set({ untold: false })
        .where(
          'view_id',
          'in',
          rows.map((row) => row.view_id),
        )
        .execute();
      const id = newId();
      await this.#outbox.emit(
        transaction,
        WatchBatchSchema,
        {
          watched: rows.map((row) => ({
            accountId: row.viewer,
            videoId: row.video_id,
            startedAtMs: BigInt(row.started_at.getTime()),
            seenAtMs: BigInt(row.updated_at.getTime()),
            positionMs: BigInt(row.position_ms),
            durationMs: BigInt(row.duration_ms),
            watchedMs: BigInt(row.watched_ms),
          })),
        },
        { type: 'watched', id, version: 1, key: 'watched' },
      );
      return rows.length === MOST_TOLD;
    });
  }

  /** Today's salt for viewers without an account; yesterday's is forgotten. Asked for once a minute at most. */
  todaysSalt(): Promise<Uint8Array> {
    const now = Date.now();
    const day = Math.floor(now / DAY_MS);
    if (this.#salt && this.#salt.day === day && this.#salt.until > now) return this.#salt.value;
    const asked = { value: this.#readSalt(), day, until: now + KEEP_SALT_MS };
    this.#salt = asked;
    asked.value.catch(() => {
      if (this.#salt === asked) this.#salt = undefined;
    });
    return asked.value;
  }

  async #readSalt(): Promise<Uint8Array> {
    const { rows } = await sql<{ salt: Uint8Array }>`
      insert into salts (day, salt) values ((now() at time zone 'utc')::date, ${randomBytes(32)})
      on conflict (day) do update set day = excluded.day returning salt`.execute(this.#database.query);
    const [row] = rows;
    if (!row) throw new Error('There is a salt for every day.');
    return row.salt;
  }

  async clean(): Promise<void> {
    await sql`delete from salts where day < (now() at time zone 'utc')::date`.execute(this.#database.query);
    await sql`delete from watchings where updated_at < now() - interval '2 days'`.execute(this.#database.query);
    await sql`delete from counted_views where day < (now() at time zone 'utc')::date - 2`.execute(this.#database.query);
  }
}

/** Once for each viewer, video and day. */
async function countViews(transaction: PlaybackTransaction, counted: readonly Beacon[]): Promise<void> {
  await sql`
    with fresh as (
      insert into counted_views (video_id, day, viewer)
      select distinct video, (now() at time zone 'utc')::date, viewer
      from unnest(${counted.map((b) => b.videoId)}::text[], ${counted.map((b) => b.viewer)}::text[]) as v(video, viewer)
      order by 1, 3
      on conflict do nothing returning video_id
    ), sums as (select video_id, count(*) as n from fresh group by video_id order by video_id)
    update videos set views = views + n from sums where videos.video_id = sums.video_id`.execute(transaction);
}
