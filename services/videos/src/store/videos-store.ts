import {
  VideoAccessChangedSchema,
  VideoDeletedSchema,
  VideoPublishedSchema,
  VideoUpdatedSchema,
} from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import type { Outbox, RecordAct } from '@kinora/kernel';
import { afterCommit, type Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction, type Updateable } from 'kysely';
import { isAnnounced } from '../domain/premiere.ts';
import { toWireVisibility } from '../domain/visibility.ts';
import { aggregateOf } from './aggregate-of.ts';
import { giveUpCaptions } from './captions-store.ts';
import { teamIn } from './channel-teams.ts';
import { channelAfter, channelNow } from './closed-channels.ts';
import { createVideoIn, type NewVideo } from './create-video.ts';
import { indexTags } from './index-tags.ts';
import { lockVideo } from './lock-video.ts';
import type { VideosTables } from './tables.ts';
import { giveUpThumbnail } from './thumbnails-store.ts';
import { toAccessRule } from './to-access-rule.ts';

export type VideoRow = Selectable<VideosTables['videos']>;

export type VideoChange = Partial<
  Pick<
    Updateable<VideosTables['videos']>,
    | 'title'
    | 'description'
    | 'tags'
    | 'visibility'
    | 'password_hash'
    | 'password_version'
    | 'viewer_list_id'
    | 'channel_id'
    | 'chapters'
    | 'cards'
    | 'end_screen'
    | 'downloads_allowed'
    | 'publish_at'
    | 'premiere_at'
    | 'category'
    | 'language'
    | 'licence'
    | 'comments_allowed'
    | 'mature'
  >
>;

/** What a video becomes, which may depend on what it is at that moment. */
type Wanted = VideoChange | ((video: VideoRow) => VideoChange);

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

/** What a rule of access is made of. */
const RULE = ['visibility', 'downloads_allowed', 'password_version', 'viewer_list_id'] as const;

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

  create(input: NewVideo): Promise<VideoRow> {
    const parts = { outbox: this.#outbox };
    return this.#database.transaction((transaction) => createVideoIn(transaction, parts, input));
  }

  find(id: string): Promise<VideoRow | undefined> {
    return this.#database.query.selectFrom('videos').selectAll().where('id', '=', id).executeTakeFirst();
  }

  findMany(ids: readonly string[]): Promise<VideoRow[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.#database.query.selectFrom('videos').selectAll().where('id', 'in', ids).execute();
  }

  /** Undefined when it is gone, or `counts` no more. Answers what was before, so that the caller knows whether the rule became narrower. */
  update(
    id: string,
    change: Wanted,
    counts: (video: VideoRow) => boolean = () => true,
  ): Promise<{ before: VideoRow; after: VideoRow } | undefined> {
    return this.#database.transaction((transaction) => this.#updateIn(transaction, id, change, counts));
  }

  async #updateIn(
    transaction: Transaction<VideosTables>,
    id: string,
    change: Wanted,
    counts: (video: VideoRow) => boolean = () => true,
  ): Promise<{ before: VideoRow; after: VideoRow } | undefined> {
    afterCommit(transaction, this.#onChange);
    const before = await lockVideo(transaction, id);
    if (!before || before.deleted_at || !counts(before)) return undefined;
    const wanted = typeof change === 'function' ? change(before) : change;
    const { channel_id } = wanted;
    const moved = channel_id === undefined ? {} : await this.#placeIn(transaction, channel_id);
    const set = { ...wanted, ...moved };
    const accessChanges =
      isAnnounced(before) !== isAnnounced({ ...before, ...set }) ||
      (set.channel_id ?? before.channel_id) !== before.channel_id ||
      RULE.some((field) => set[field] !== undefined && set[field] !== before[field]);
    const after = await transaction
      .updateTable('videos')
      .set({
        ...set,
        version: sql<number>`version + 1`,
        updated_at: sql<Date>`now()`,
        ...(accessChanges ? { access_version: sql<number>`access_version + 1` } : {}),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (set.tags !== undefined) await indexTags(transaction, after);
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
        category: after.category ?? '',
        language: after.language ?? '',
        licence: after.licence,
        commentsAllowed: after.comments_allowed,
        mature: after.mature,
      },
      aggregateOf(after),
    );
    if (accessChanges) {
      await this.#outbox.emit(transaction, VideoAccessChangedSchema, { rule: toAccessRule(after) }, aggregateOf(after));
    }
    return { before, after: await this.#publishIfDue(transaction, after) };
  }

  async indexTags(id: string): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const video = await lockVideo(transaction, id);
      if (video) await indexTags(transaction, video);
    });
  }

  /** @param record where somebody takes down what belongs to another. */
  markDeleted(id: string, record?: RecordAct): Promise<VideoRow | undefined> {
    return this.#database.transaction(async (transaction) => {
      const deleted = await this.#markDeletedIn(transaction, id);
      if (!deleted || !record) return deleted;
      const { title, owner_account_id: ownerAccountId } = deleted;
      await record(transaction, {
        act: 'video.removed',
        subject: { id, name: title || id },
        before: { ownerAccountId },
      });
      return deleted;
    });
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
    await giveUpThumbnail(transaction, before);
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

  async markEmptied(channelId: string): Promise<void> {
    await this.#database.query
      .updateTable('closed_channels')
      .set({ emptied_at: sql<Date>`now()` })
      .where('channel_id', '=', channelId)
      .execute();
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

  async #placeIn(transaction: Transaction<VideosTables>, wanted: string) {
    const channelId = await channelNow(transaction, wanted);
    return { channel_id: channelId, ...(await teamIn(transaction, channelId)) };
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
    // A premiere begins now, whenever its film was published elsewhere.
    const first = video.premiere_at ? sql`now()` : sql`coalesce(original_date, now())`;
    const published = await transaction
      .updateTable('videos')
      // To the millisecond, as cursors carry it: finer, and a page would skip those of its last millisecond.
      .set({ published_at: sql<Date>`date_trunc('milliseconds', ${first})` })
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
