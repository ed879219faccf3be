import type { Database } from '@kinora/ports';
import { sql } from 'kysely';
import type { Category } from '../domain/details.ts';
import type { VideoState } from '../domain/video-state.ts';
import type { Visibility } from '../domain/visibility.ts';
import type { VideosTables } from './tables.ts';
import type { VideoRow } from './videos-store.ts';

export const PUBLIC_SORTS = ['newest', 'popular', 'oldest'] as const;
export type PublicSort = (typeof PUBLIC_SORTS)[number];

/** The last one of a page, by what its list is sorted by. */
export type PublicPosition =
  | { sort: 'newest' | 'oldest'; publishedAt: string; id: string }
  | { sort: 'popular'; views: number; id: string };

/** Which of their own videos somebody looks at. */
export interface OwnFilter {
  channelId?: string | undefined;
  /** Part of the title. */
  title?: string | undefined;
  state?: VideoState | undefined;
  visibility?: Visibility | undefined;
}

const OWN_COLUMNS = {
  /** Ids grow with time. */
  date: sql<string>`id`,
  title: sql<string>`lower(title)`,
  views: sql<number>`views`,
};
export type OwnSort = keyof typeof OWN_COLUMNS;

/** The last one of a page. */
export interface OwnPosition {
  by: string | number;
  id: string;
}

/** Reads many videos at once. */
export class VideoLists {
  readonly #database: Database<VideosTables>;

  constructor(options: { database: Database<VideosTables> }) {
    this.#database = options.database;
  }

  /** Public ones that play, after (exclusive) a position of the same order. */
  listPublic(options: {
    limit: number;
    channelId?: string | undefined;
    /** In the form in which tags are compared. */
    tag?: string | undefined;
    category?: Category | undefined;
    sort?: PublicSort;
    after?: PublicPosition | undefined;
  }): Promise<VideoRow[]> {
    const { limit, channelId, tag, category, sort = 'newest', after } = options;
    const direction = sort === 'oldest' ? 'asc' : 'desc';
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where('visibility', '=', 'public')
      .where('withheld', '=', false)
      .where('playable', '=', true)
      .where('deleted_at', 'is', null)
      .$if(channelId !== undefined, (query) => query.where('channel_id', '=', channelId ?? ''))
      .$if(category !== undefined, (query) => query.where('category', '=', category ?? null))
      .$if(tag !== undefined, (query) =>
        query.where('id', 'in', (of) =>
          of
            .selectFrom('video_tags')
            .select('video_id')
            .where('key', '=', tag ?? ''),
        ),
      )
      .$if(after !== undefined, (query) => query.where(after ? isBehind(after) : sql<boolean>`true`))
      .orderBy(sort === 'popular' ? 'views' : 'published_at', direction)
      .orderBy('id', direction)
      .limit(limit)
      .execute();
  }

  /** Public ones that play, of some channels together, the newest first. */
  listNewestOf(options: {
    channelIds: readonly string[];
    limit: number;
    after?: { publishedAt: string; id: string } | undefined;
  }): Promise<VideoRow[]> {
    const { channelIds, limit, after } = options;
    if (channelIds.length === 0) return Promise.resolve([]);
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where('channel_id', 'in', channelIds)
      .where('visibility', '=', 'public')
      .where('withheld', '=', false)
      .where('playable', '=', true)
      .where('deleted_at', 'is', null)
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(published_at, id) < (${after?.publishedAt}::timestamptz, ${after?.id})`),
      )
      .orderBy('published_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** One account's, after (exclusive) a position of the same order. */
  listOwned(options: {
    accountId: string;
    filter: OwnFilter;
    sort: OwnSort;
    order: 'asc' | 'desc';
    limit: number;
    after?: OwnPosition | undefined;
  }): Promise<VideoRow[]> {
    const { accountId, filter, sort, order, limit, after } = options;
    const by = OWN_COLUMNS[sort];
    // The database's own small letters, which are not those of this process.
    const placed = sort === 'title' ? sql`lower(${after?.by})` : sql`${after?.by}`;
    const further = sql.raw(order === 'asc' ? '>' : '<');
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where(isOwn(accountId, filter))
      .$if(after !== undefined, (query) => query.where(sql<boolean>`(${by}, id) ${further} (${placed}, ${after?.id})`))
      .orderBy(by, order)
      .orderBy('id', order)
      .limit(limit)
      .execute();
  }

  /** Those of others that play for members of a list which the account is on, the latest first. */
  listShared(options: { accountId: string; limit: number; beforeId: string | undefined }): Promise<VideoRow[]> {
    const { accountId, limit, beforeId } = options;
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where('visibility', '=', 'members')
      .where('withheld', '=', false)
      .where('playable', '=', true)
      .where('deleted_at', 'is', null)
      .where('owner_account_id', '!=', accountId)
      .where('viewer_list_id', 'in', (of) =>
        of.selectFrom('viewer_list_people').select('list_id').where('account_id', '=', accountId),
      )
      .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** All of an account's, the latest first. */
  listForExport(options: { accountId: string; limit: number; beforeId: string | undefined }): Promise<VideoRow[]> {
    const { accountId, limit, beforeId } = options;
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where('owner_account_id', '=', accountId)
      .where('deleted_at', 'is', null)
      .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** The latest of them, for orders that another service knows. */
  async listOwnedIds(options: { accountId: string; filter: OwnFilter; limit: number }): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('videos')
      .select('id')
      .where(isOwn(options.accountId, options.filter))
      .orderBy('id', 'desc')
      .limit(options.limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Others of the same account that were made of the same file; at most ten. */
  async listSameSource(video: VideoRow): Promise<VideoRow[]> {
    if (video.source_sha256 === null) return [];
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where('owner_account_id', '=', video.owner_account_id)
      .where('source_sha256', '=', video.source_sha256)
      .where('deleted_at', 'is', null)
      .where('id', '!=', video.id)
      .orderBy('id')
      .limit(10)
      .execute();
  }

  /** Premieres that are still to come, of a channel where one is named; the next first. */
  listAnnounced(options: { limit: number; channelId?: string | undefined }): Promise<VideoRow[]> {
    const { limit, channelId } = options;
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where('premiere_at', 'is not', null)
      .where('publish_at', 'is not', null)
      .where('visibility', '=', 'private')
      .where('withheld', '=', false)
      .where('deleted_at', 'is', null)
      .$if(channelId !== undefined, (query) => query.where('channel_id', '=', channelId ?? ''))
      .orderBy('publish_at')
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Those whose time to become public has come, the longest due first. */
  listDue(limit: number): Promise<VideoRow[]> {
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where('publish_at', '<=', sql<Date>`now()`)
      .where('deleted_at', 'is', null)
      .orderBy('publish_at')
      .limit(limit)
      .execute();
  }

  async isAnyScheduled(): Promise<boolean> {
    const row = await this.#database.query
      .selectFrom('videos')
      .select('id')
      .where('publish_at', 'is not', null)
      .where('deleted_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Of each channel: public ones that play, or all of them. */
  async count(channelIds: readonly string[], options: { withHidden: boolean }): Promise<Map<string, number>> {
    if (channelIds.length === 0) return new Map();
    const rows = await this.#database.query
      .selectFrom('videos')
      .select((eb) => ['channel_id', eb.fn.countAll<number>().as('count')])
      .where('channel_id', 'in', channelIds)
      .where('deleted_at', 'is', null)
      .$if(!options.withHidden, (query) =>
        query.where('visibility', '=', 'public').where('withheld', '=', false).where('playable', '=', true),
      )
      .groupBy('channel_id')
      .execute();
    return new Map(rows.map((row) => [row.channel_id, Number(row.count)]));
  }

  /** Tags that begin like this, with how many public videos have each; the most used first. */
  async suggestTags(prefix: string, limit: number): Promise<{ tag: string; videos: number }[]> {
    const rows = await this.#database.query
      .selectFrom('video_tags')
      .innerJoin('videos', 'videos.id', 'video_tags.video_id')
      .select((of) => [
        // As most write it.
        sql<string>`mode() within group (order by video_tags.label)`.as('tag'),
        of.fn.countAll<number>().as('videos'),
      ])
      .where('video_tags.key', 'like', `${prefix.replaceAll(/[\\%_]/g, '\\$&')}%`)
      .where('videos.visibility', '=', 'public')
      .where('videos.withheld', '=', false)
      .where('videos.playable', '=', true)
      .where('videos.deleted_at', 'is', null)
      .groupBy('video_tags.key')
      .orderBy('videos', 'desc')
      .orderBy('video_tags.key')
      .limit(limit)
      .execute();
    return rows.map(({ tag, videos }) => ({ tag, videos: Number(videos) }));
  }

  /** Those whose tags were written by a release that did not index them. */
  async listUnindexed(limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('videos')
      .select('id')
      .where(sql<boolean>`tags is distinct from indexed_tags`)
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** A deleted channel in which there may be videos. */
  async findFullChannel(): Promise<string | undefined> {
    const row = await this.#database.query
      .selectFrom('closed_channels')
      .select('channel_id')
      .where('emptied_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return row?.channel_id;
  }

  async listInChannel(channelId: string, limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('videos')
      .select('id')
      .where('channel_id', '=', channelId)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }
}

function isBehind(after: PublicPosition) {
  if (after.sort === 'popular') return sql<boolean>`(views, id) < (${after.views}::bigint, ${after.id})`;
  const position = sql`(${after.publishedAt}::timestamptz, ${after.id})`;
  return after.sort === 'oldest'
    ? sql<boolean>`(published_at, id) > ${position}`
    : sql<boolean>`(published_at, id) < ${position}`;
}

/** Each sign of what was written stands for itself. */
const containing = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

function isOwn(accountId: string, { channelId, title, state, visibility }: OwnFilter) {
  const helps = sql`${accountId} = any(editor_ids || moderator_ids || analyst_ids)`;
  const conditions = [
    // Of one channel also what belongs to another whom the account helps.
    channelId === undefined ? sql`owner_account_id = ${accountId}` : sql`(owner_account_id = ${accountId} or ${helps})`,
    sql`deleted_at is null`,
    ...(channelId === undefined ? [] : [sql`channel_id = ${channelId}`]),
    ...(title === undefined ? [] : [sql`title ilike ${containing(title)}`]),
    ...(visibility === undefined ? [] : [sql`visibility = ${visibility}`]),
    ...(state === undefined ? [] : [sql`${STATE} = ${state}`]),
  ];
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** As `videoState` says it. */
const STATE = sql<VideoState>`case
  when failure_code is not null then 'failed'
  when complete then 'ready'
  when playable then 'playable'
  when upload_state = 'completed' then 'processing'
  when upload_state = 'started' then 'uploading'
  else 'draft' end`;
