import type { Database } from '@kinora/ports';
import { sql } from 'kysely';
import { type Experience, plausibleExperience, startBucket } from '../domain/quality.ts';
import type { PlaybackTransaction } from './index-store.ts';
import type { PlaybackTables } from './tables.ts';

/** One watching as its player tells it, and since when it is known. */
export interface ToldExperience extends Experience {
  viewId: string;
  videoId: string;
  sinceMs: number;
}

export interface QualityDay {
  day: string;
  stalls: number;
  stalledMs: number;
  watchedMs: number;
  /** How many began, by bucket. */
  starts: Map<number, number>;
}

/** Two months back is what owners are shown; more is kept of nobody. */
const KEPT_DAYS = 60;

/** How well videos played, summed up by video and day. */
export class QualityStore {
  readonly #database: Database<PlaybackTables>;

  constructor(options: { database: Database<PlaybackTables> }) {
    this.#database = options.database;
  }

  /**
   * Takes over what is new, in the transaction of the beacons, whose rows the caller has locked: one row each for video
   * and day, in the order of videos, so that two groups cannot wait for each other.
   */
  async addIn(transaction: PlaybackTransaction, told: readonly ToldExperience[]): Promise<void> {
    if (told.length === 0) return;
    const known = await sql<{
      view_id: string;
      start_ms: number | null;
      stalls: number;
      stalled_ms: number;
      quality_watched_ms: number;
    }>`select view_id, start_ms, stalls, stalled_ms, quality_watched_ms from watchings
       where view_id = any(${told.map(({ viewId }) => viewId)}::uuid[])`.execute(transaction);
    const byId = new Map(known.rows.map((row) => [row.view_id, row]));
    const changes = told.flatMap((one) => {
      const row = byId.get(one.viewId);
      if (!row) return [];
      const before = {
        startMs: row.start_ms,
        stalls: row.stalls,
        stalledMs: Number(row.stalled_ms),
        watchedMs: Number(row.quality_watched_ms),
      };
      const after = plausibleExperience(one, before, one.sinceMs);
      const keys = Object.keys(after) as (keyof Experience)[];
      return keys.some((key) => after[key] !== before[key])
        ? [{ videoId: one.videoId, viewId: one.viewId, before, after }]
        : [];
    });
    if (changes.length === 0) return;
    await sql`update watchings set start_ms = n.start_ms, stalls = n.stalls, stalled_ms = n.stalled_ms,
        quality_watched_ms = n.watched_ms
      from unnest(
        ${changes.map(({ viewId }) => viewId)}::uuid[], ${changes.map(({ after }) => after.startMs)}::integer[],
        ${changes.map(({ after }) => after.stalls)}::integer[], ${changes.map(({ after }) => after.stalledMs)}::bigint[],
        ${changes.map(({ after }) => after.watchedMs)}::bigint[]
      ) as n(view_id, start_ms, stalls, stalled_ms, watched_ms) where watchings.view_id = n.view_id`.execute(
      transaction,
    );
    await sql`
      insert into quality_days (video_id, day, stalls, stalled_ms, watched_ms)
      select video, (now() at time zone 'utc')::date, sum(stalls), sum(stalled_ms), sum(watched_ms)
      from unnest(
        ${changes.map(({ videoId }) => videoId)}::text[],
        ${changes.map(({ before, after }) => after.stalls - before.stalls)}::bigint[],
        ${changes.map(({ before, after }) => after.stalledMs - before.stalledMs)}::bigint[],
        ${changes.map(({ before, after }) => after.watchedMs - before.watchedMs)}::bigint[]
      ) as n(video, stalls, stalled_ms, watched_ms) group by video order by video
      on conflict (video_id, day) do update set stalls = quality_days.stalls + excluded.stalls,
        stalled_ms = quality_days.stalled_ms + excluded.stalled_ms,
        watched_ms = quality_days.watched_ms + excluded.watched_ms`.execute(transaction);
    const starts = changes.flatMap(({ videoId, before, after }) =>
      before.startMs === null && after.startMs !== null ? [{ videoId, bucket: startBucket(after.startMs) }] : [],
    );
    if (starts.length === 0) return;
    await sql`
      insert into quality_starts (video_id, day, bucket, starts)
      select video, (now() at time zone 'utc')::date, bucket, count(*)
      from unnest(${starts.map(({ videoId }) => videoId)}::text[], ${starts.map(({ bucket }) => bucket)}::smallint[])
        as n(video, bucket) group by video, bucket order by video, bucket
      on conflict (video_id, day, bucket) do update set starts = quality_starts.starts + excluded.starts`.execute(
      transaction,
    );
  }

  /** The last days on which somebody watched, newest first. */
  async list(videoId: string, days: number): Promise<QualityDay[]> {
    const { rows } = await sql<{
      day: string;
      stalls: number;
      stalled_ms: number;
      watched_ms: number;
      starts: Record<string, number> | null;
    }>`
      select d.day::text, d.stalls, d.stalled_ms, d.watched_ms,
        (select jsonb_object_agg(s.bucket, s.starts) from quality_starts s
         where s.video_id = d.video_id and s.day = d.day) as starts
      from quality_days d
      where d.video_id = ${videoId} and d.day > (now() at time zone 'utc')::date - ${days}::integer
      order by d.day desc`.execute(this.#database.query);
    return rows.map((row) => ({
      day: row.day,
      stalls: Number(row.stalls),
      stalledMs: Number(row.stalled_ms),
      watchedMs: Number(row.watched_ms),
      starts: new Map(Object.entries(row.starts ?? {}).map(([bucket, count]) => [Number(bucket), Number(count)])),
    }));
  }

  async clean(): Promise<void> {
    for (const table of ['quality_days', 'quality_starts']) {
      await sql`delete from ${sql.table(table)} where day < (now() at time zone 'utc')::date - ${KEPT_DAYS}::integer`.execute(
        this.#database.query,
      );
    }
  }
}
