import { type Viewing, type ViewingName, type ViewingPage, type WatchLog, WatchLogUnavailable } from '@kinora/ports';
import pg from 'pg';
import { ensureWatchLogSchema } from './watch-log-schema.ts';

export interface PostgresWatchLogOptions {
  url: string;
  applicationName?: string;
  maxConnections?: number;
  /** A connection was lost while nobody used it. */
  onError?: (error: unknown) => void;
}

interface Row {
  account_id: string;
  started_at: Date;
  video_id: string;
  position_ms: string;
  duration_ms: string;
  watched_ms: string;
  seen_at: Date;
}

/** In a table of its own, beside the services' schemas: none of them can read it. */
export function createPostgresWatchLog(options: PostgresWatchLogOptions): WatchLog {
  return new PostgresWatchLog(options);
}

class PostgresWatchLog implements WatchLog {
  readonly #pool: pg.Pool;
  #ready: Promise<void> | undefined;

  constructor({ url, applicationName = 'kinora watch log', maxConnections = 2, onError }: PostgresWatchLogOptions) {
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: applicationName,
      max: maxConnections,
      idleTimeoutMillis: 5000,
    });
    this.#pool.on('error', (error) => onError?.(error));
  }

  async put(viewings: readonly Viewing[]): Promise<void> {
    const latest = latestOf(viewings);
    if (latest.length === 0) return;
    await this.#query({
      name: 'kinora_watch_put',
      text: `
        insert into kinora.watch_log as w
        select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::timestamptz[])
          as v(account_id, started_at, video_id, position_ms, duration_ms, watched_ms, seen_at)
        order by account_id collate "C", started_at, video_id collate "C"
        on conflict (account_id, started_at, video_id) do update set position_ms = excluded.position_ms,
          duration_ms = excluded.duration_ms, watched_ms = excluded.watched_ms, seen_at = excluded.seen_at
        where w.seen_at < excluded.seen_at`,
      values: [
        latest.map(({ accountId }) => accountId),
        latest.map(({ startedAt }) => startedAt),
        latest.map(({ videoId }) => videoId),
        latest.map(({ positionMs }) => Math.round(positionMs)),
        latest.map(({ durationMs }) => Math.round(durationMs)),
        latest.map(({ watchedMs }) => Math.round(watchedMs)),
        latest.map(({ seenAt }) => seenAt),
      ],
    });
  }

  async list(accountId: string, options: { limit: number; pageState?: string | undefined }): Promise<ViewingPage> {
    const { limit, pageState } = options;
    const after = pageState === undefined ? undefined : readState(pageState);
    const { rows } = await this.#query<Row>({
      name: after ? 'kinora_watch_list_after' : 'kinora_watch_list',
      text: `
        select * from kinora.watch_log where account_id = $1
        ${after ? 'and (started_at, video_id) < ($3::timestamptz, $4)' : ''}
        order by started_at desc, video_id desc limit $2`,
      values: [accountId, limit + 1, ...(after ? [after.startedAt, after.videoId] : [])],
    });
    const page = rows.slice(0, limit).map(toViewing);
    const last = page.at(-1);
    return { viewings: page, pageState: rows.length > limit && last ? toState(last) : undefined };
  }

  async remove(accountId: string, viewings: readonly ViewingName[]): Promise<void> {
    if (viewings.length === 0) return;
    await this.#query({
      name: 'kinora_watch_remove',
      text: `
        delete from kinora.watch_log w using unnest($2::timestamptz[], $3::text[]) as n(started_at, video_id)
        where w.account_id = $1 and w.started_at = n.started_at and w.video_id = n.video_id`,
      values: [accountId, viewings.map(({ startedAt }) => startedAt), viewings.map(({ videoId }) => videoId)],
    });
  }

  async clear(accountId: string, { until }: { until: Date }): Promise<void> {
    await this.#query({
      name: 'kinora_watch_clear',
      text: 'delete from kinora.watch_log where account_id = $1 and started_at <= $2',
      values: [accountId, until],
    });
  }

  isReady(): Promise<boolean> {
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), 2000).unref());
    const asked = this.#pool.query('select 1').then(
      () => true,
      () => false,
    );
    return Promise.race([asked, late]);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #query<R extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<R>> {
    try {
      await this.#prepare();
      return await this.#pool.query<R>(query);
    } catch (error) {
      throw new WatchLogUnavailable(error);
    }
  }

  #prepare(): Promise<void> {
    this.#ready ??= this.#makeTable();
    this.#ready.catch(() => {
      this.#ready = undefined;
    });
    return this.#ready;
  }

  async #makeTable(): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await ensureWatchLogSchema(client);
    } finally {
      client.release();
    }
  }
}

/** One statement writes each row once. */
function latestOf(viewings: readonly Viewing[]): Viewing[] {
  const latest = new Map<string, Viewing>();
  for (const viewing of viewings) {
    const name = `${viewing.accountId} ${viewing.startedAt.getTime()} ${viewing.videoId}`;
    const before = latest.get(name);
    if (!before || before.seenAt < viewing.seenAt) latest.set(name, viewing);
  }
  return [...latest.values()];
}

function toViewing(row: Row): Viewing {
  return {
    accountId: row.account_id,
    videoId: row.video_id,
    startedAt: row.started_at,
    positionMs: Number(row.position_ms),
    durationMs: Number(row.duration_ms),
    watchedMs: Number(row.watched_ms),
    seenAt: row.seen_at,
  };
}

const toState = ({ startedAt, videoId }: ViewingName) => `${startedAt.toISOString()} ${videoId}`;

function readState(state: string): { startedAt: string; videoId: string } {
  const [startedAt = '', videoId = ''] = state.split(' ');
  return { startedAt, videoId };
}
