import {
  VideoAccessChangedSchema,
  VideoCreatedSchema,
  VideoDeletedSchema,
  VideoPublishedSchema,
  VideoUpdatedSchema,
} from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import { afterCommit, type Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction, type Updateable } from 'kysely';
import { toWireVisibility, type Visibility } from '../domain/visibility.ts';
import { giveUpCaptions } from './captions-store.ts';
import { channelAfter, channelNow } from './closed-channels.ts';
import { lockVideo } from './lock-video.ts';
import type { VideosTables } from './tables.ts';

export type VideoRow = Selectable<VideosTables['videos']>;

export interface NewVideo {
  channelId: string;
  accountId: string;
  title: string;
  description: string;
  tags: string[];
  visibility: Visibility;
  /** When it was published elsewhere. */
  originalDate?: Date | undefined;
}

export type VideoChange = Partial<
  Pick<
    Updateable<VideosTables['videos']>,
    'title' | 'description' | 'tags' | 'visibility' | 'channel_id' | 'chapters' | 'downloads_allowed' | 'publish_at'
  >
>;

/** What other services have told about a video: absolute values only. */
export type ToldState = Partial<
  Pick<
    VideoRow,
    | 'upload_state'
    | 'playable'
    | 'complete'
    | 'duration_ms'
    | 'width'
    | 'height'
    | 'failure_code'
    | 'failure_message'
    | 'edition'
    | 'failed_edition'
    | 'source_sha256'
    | 'views'
  >
> &
  Partial<Pick<Updateable<VideosTables['videos']>, 'kept' | 'chapters' | 'file_chapters'>>;

export const PUBLIC_SORTS = ['newest', 'popular', 'oldest'] as const;
export type PublicSort = (typeof PUBLIC_SORTS)[number];

/** The last one of a page, by what its list is sorted by. */
export type PublicPosition =
  | { sort: 'newest' | 'oldest'; publishedAt: string; id: string }
  | { sort: 'popular'; views: number; id: string };

/** What a rule of access is made of. */
const RULE = ['visibility', 'downloads_allowed'] as const;

export class VideosStore {
  readonly #database: Database<VideosTables>;
  readonly #outbox: Outbox;
  readonly #onChange: () => void;

  /** `onChange` hears of each change of a video once it is committed. */
  constructor(options: { database: Database<VideosTables>; outbox: Outbox; onChange: () => void }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#onChange = options.onChange;
  }

  async create(input: NewVideo): Promise<VideoRow> {
    return this.#database.transaction(async (transaction) => {
      const channelId = await channelNow(transaction, input.channelId);
      const video = await transaction
        .insertInto('videos')
        .values({
          id: newId(),
          channel_id: channelId,
          owner_account_id: input.accountId,
          title: input.title,
          description: input.description,
          tags: input.tags,
          visibility: input.visibility,
          published_at: null,
          deleted_at: null,
          duration_ms: null,
          width: null,
          height: null,
          failure_code: null,
          failure_message: null,
          edition: null,
          failed_edition: null,
          source_sha256: null,
          original_date: input.originalDate ?? null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.#outbox.emit(
        transaction,
        VideoCreatedSchema,
        { videoId: video.id, channelId: video.channel_id, title: video.title, rule: toAccessRule(video) },
        aggregateOf(video),
      );
      return video;
    });
  }

  find(id: string): Promise<VideoRow | undefined> {
    return this.#database.query.selectFrom('videos').selectAll().where('id', '=', id).executeTakeFirst();
  }

  findMany(ids: readonly string[]): Promise<VideoRow[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.#database.query.selectFrom('videos').selectAll().where('id', 'in', ids).execute();
  }

  /** Public ones that play, after (exclusive) a position of the same order. */
  listPublic(options: {
    limit: number;
    channelId?: string | undefined;
    sort?: PublicSort;
    after?: PublicPosition | undefined;
  }): Promise<VideoRow[]> {
    const { limit, channelId, sort = 'newest', after } = options;
    const direction = sort === 'oldest' ? 'asc' : 'desc';
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where('visibility', '=', 'public')
      .where('withheld', '=', false)
      .where('playable', '=', true)
      .where('deleted_at', 'is', null)
      .$if(channelId !== undefined, (query) => query.where('channel_id', '=', channelId ?? ''))
      .$if(after !== undefined, (query) => query.where(after ? isBehind(after) : sql<boolean>`true`))
      .orderBy(sort === 'popular' ? 'views' : 'published_at', direction)
      .orderBy('id', direction)
      .limit(limit)
      .execute();
  }

  listOwned(options: {
    accountId: string;
    channelId?: string | undefined;
    limit: number;
    afterId?: string | undefined;
  }): Promise<VideoRow[]> {
    const { accountId, channelId, limit, afterId } = options;
    return this.#database.query
      .selectFrom('videos')
      .selectAll()
      .where('owner_account_id', '=', accountId)
      .where('deleted_at', 'is', null)
      .$if(channelId !== undefined, (query) => query.where('channel_id', '=', channelId ?? ''))
      .$if(afterId !== undefined, (query) => query.where('id', '<', afterId ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
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

  /** Undefined when it is gone, or `counts` no more. Answers what was before, so that the caller knows whether the rule became narrower. */
  update(
    id: string,
    change: VideoChange,
    counts: (video: VideoRow) => boolean = () => true,
  ): Promise<{ before: VideoRow; after: VideoRow } | undefined> {
    return this.#database.transaction((transaction) => this.#updateIn(transaction, id, change, counts));
  }

  async #updateIn(
    transaction: Transaction<VideosTables>,
    id: string,
    wanted: VideoChange,
    counts: (video: VideoRow) => boolean = () => true,
  ): Promise<{ before: VideoRow; after: VideoRow } | undefined> {
    afterCommit(transaction, this.#onChange);
    const before = await lockVideo(transaction, id);
    if (!before || before.deleted_at || !counts(before)) return undefined;
    const { channel_id } = wanted;
    const moved = channel_id === undefined ? {} : { channel_id: await channelNow(transaction, channel_id) };
    const change = { ...wanted, ...moved };
    const accessChanges = RULE.some((field) => change[field] !== undefined && change[field] !== before[field]);
    const after = await transaction
      .updateTable('videos')
      .set({
        ...change,
        version: sql<number>`version + 1`,
        updated_at: sql<Date>`now()`,
        ...(accessChanges ? { access_version: sql<number>`access_version + 1` } : {}),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.#outbox.emit(
      transaction,
      VideoUpdatedSchema,
      {
        videoId: id,
        channelId: after.channel_id,
        title: after.title,
        description: after.description,
        tags: after.tags,
        visibility: toWireVisibility(after.visibility),
      },
      aggregateOf(after),
    );
    if (accessChanges) {
      await this.#outbox.emit(transaction, VideoAccessChangedSchema, { rule: toAccessRule(after) }, aggregateOf(after));
    }
    return { before, after: await this.#publishIfDue(transaction, after) };
  }

  markDeleted(id: string): Promise<VideoRow | undefined> {
    return this.#database.transaction((transaction) => this.#markDeletedIn(transaction, id));
  }

  async #markDeletedIn(transaction: Transaction<VideosTables>, id: string): Promise<VideoRow | undefined> {
    afterCommit(transaction, this.#onChange);
    const before = await lockVideo(transaction, id);
    if (!before || before.deleted_at) return undefined;
    const after = await transaction
      .updateTable('videos')
      .set({
        deleted_at: sql<Date>`now()`,
        version: sql<number>`version + 1`,
        access_version: sql<number>`access_version + 1`,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.#outbox.emit(
      transaction,
      VideoDeletedSchema,
      { videoId: id, accessVersion: BigInt(after.access_version) },
      aggregateOf(after),
    );
    await giveUpCaptions(transaction, id);
    return after;
  }

  /** Hides it from others whatever its visibility is, or does so no more; undefined where nothing changes. */
  withhold(id: string, withheld: boolean): Promise<VideoRow | undefined> {
    return this.#database.transaction(async (transaction) => {
      afterCommit(transaction, this.#onChange);
      const before = await lockVideo(transaction, id);
      if (!before || before.deleted_at || before.withheld === withheld) return undefined;
      const after = await transaction
        .updateTable('videos')
        .set({ withheld, version: sql<number>`version + 1`, access_version: sql<number>`access_version + 1` })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.#outbox.emit(transaction, VideoAccessChangedSchema, { rule: toAccessRule(after) }, aggregateOf(after));
      return this.#publishIfDue(transaction, after);
    });
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

  async markEmptied(channelId: string): Promise<void> {
    await this.#database.query
      .updateTable('closed_channels')
      .set({ emptied_at: sql<Date>`now()` })
      .where('channel_id', '=', channelId)
      .execute();
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

  /** Out of a channel that was deleted: to the one that was named then, or away where there is none. */
  async leaveChannel(id: string, channelId: string): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const before = await lockVideo(transaction, id);
      // Its owner was faster.
      if (before?.channel_id !== channelId) return;
      const next = await channelAfter(transaction, channelId);
      if (next === null) await this.#markDeletedIn(transaction, id);
      else await this.#updateIn(transaction, id, { channel_id: next });
    });
  }

  /** Takes over what another service has told, within the consumer's transaction, unless it `counts` no more. */
  async applyTold(
    transaction: Transaction<VideosTables>,
    id: string,
    told: ToldState | ((video: VideoRow) => ToldState),
    counts: (video: VideoRow) => boolean = () => true,
  ): Promise<void> {
    const before = await lockVideo(transaction, id);
    if (!before || before.deleted_at || !counts(before)) return;
    afterCommit(transaction, this.#onChange);
    const state = typeof told === 'function' ? told(before) : told;
    const after = await transaction
      .updateTable('videos')
      .set({ ...state, version: sql<number>`version + 1` })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.#publishIfDue(transaction, after);
  }

  async #publishIfDue(transaction: Transaction<VideosTables>, video: VideoRow): Promise<VideoRow> {
    if (video.published_at || !video.playable || video.visibility !== 'public' || video.withheld) return video;
    const published = await transaction
      .updateTable('videos')
      // To the millisecond, as cursors carry it: finer, and a page would skip those of its last millisecond.
      .set({ published_at: sql<Date>`date_trunc('milliseconds', coalesce(original_date, now()))` })
      .where('id', '=', video.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.#outbox.emit(
      transaction,
      VideoPublishedSchema,
      { videoId: video.id, channelId: video.channel_id, title: video.title },
      aggregateOf(video),
    );
    return published;
  }
}

export function toAccessRule(video: VideoRow) {
  return {
    videoId: video.id,
    visibility: toWireVisibility(video.withheld ? 'private' : video.visibility),
    ownerAccountId: video.owner_account_id,
    accessVersion: BigInt(video.access_version),
    deleted: video.deleted_at !== null,
    downloads: video.downloads_allowed,
  };
}

function isBehind(after: PublicPosition) {
  if (after.sort === 'popular') return sql<boolean>`(views, id) < (${after.views}::bigint, ${after.id})`;
  const position = sql`(${after.publishedAt}::timestamptz, ${after.id})`;
  return after.sort === 'oldest'
    ? sql<boolean>`(published_at, id) > ${position}`
    : sql<boolean>`(published_at, id) < ${position}`;
}

function aggregateOf(video: VideoRow) {
  return { type: 'video', id: video.id, version: Number(video.version) };
}
