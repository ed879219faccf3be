import {
  ChannelCreatedSchema,
  ChannelDeletedSchema,
  ChannelUpdatedSchema,
} from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { ChannelLink } from '../domain/channel-link.ts';
import { HANDLE_PATTERN, handleKey, suggestHandle } from '../domain/handle.ts';
import { picturePath } from '../domain/picture-path.ts';
import { channelsErrors } from '../errors.ts';
import { deleteChannelsOf } from './departing-accounts.ts';
import { claimHandle, countHandleChange, keepHandle, keepHandlesFor } from './handles.ts';
import { exchangePictures } from './picture-files.ts';
import type { ChannelsTables } from './tables.ts';

export type ChannelRow = Selectable<ChannelsTables['channels']>;
export type ChannelChange = Partial<
  Pick<ChannelRow, 'name' | 'handle' | 'description' | 'avatar_blob' | 'banner_blob' | 'trailer_video_id'> & {
    links: ChannelLink[];
  }
>;

export interface FirstChannel {
  accountId: string;
  displayName: string;
  /** Wished for at registration; a similar one is given when it is taken. */
  handle?: string;
}

const MOST_CHANNELS = 20;

export class ChannelsStore {
  readonly #database: Database<ChannelsTables>;
  readonly #outbox: Outbox;

  constructor(options: { database: Database<ChannelsTables>; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  find(id: string): Promise<ChannelRow | undefined> {
    return this.#database.query.selectFrom('channels').selectAll().where('id', '=', id).executeTakeFirst();
  }

  findMany(ids: readonly string[]): Promise<ChannelRow[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.#database.query.selectFrom('channels').selectAll().where('id', 'in', ids).execute();
  }

  /** Also by one that it had before. */
  async findByHandle(handle: string): Promise<ChannelRow | undefined> {
    const key = handleKey(handle);
    const rows = await this.#database.query
      .selectFrom('channels')
      .selectAll()
      .where((eb) =>
        eb.or([
          eb('handle_key', '=', key),
          eb('id', '=', eb.selectFrom('former_handles').select('channel_id').where('handle_key', '=', key)),
        ]),
      )
      .execute();
    return rows.find((row) => row.handle_key === key) ?? rows[0];
  }

  async findManyByHandle(handles: readonly string[]): Promise<ChannelRow[]> {
    if (handles.length === 0) return [];
    return this.#database.query
      .selectFrom('channels')
      .selectAll()
      .where('handle_key', 'in', handles.map(handleKey))
      .execute();
  }

  /** The first channel of each account. */
  async findFirstOf(accountIds: readonly string[]): Promise<ChannelRow[]> {
    if (accountIds.length === 0) return [];
    return this.#database.query
      .selectFrom('channels')
      .selectAll()
      .where('owner_account_id', 'in', accountIds)
      .where('is_first', '=', true)
      .execute();
  }

  listOwned(accountId: string): Promise<ChannelRow[]> {
    return this.#database.query
      .selectFrom('channels')
      .selectAll()
      .where('owner_account_id', '=', accountId)
      .orderBy('is_first', 'desc')
      .orderBy('created_at')
      .limit(100)
      .execute();
  }

  /** The channel that every account has; made here, or by whoever asks first. */
  async ensureFirst(options: FirstChannel): Promise<void> {
    await this.#database.transaction((transaction) => this.ensureFirstIn(transaction, options));
  }

  async ensureFirstIn(
    transaction: Transaction<ChannelsTables>,
    { accountId, displayName, handle: wanted }: FirstChannel,
  ): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended('channels.first.' || ${accountId}, 0))`.execute(
      transaction,
    );
    const existing = await transaction
      .selectFrom('channels')
      .select('id')
      .where('owner_account_id', '=', accountId)
      .where('is_first', '=', true)
      .executeTakeFirst();
    if (existing) return;
    const base = wanted && HANDLE_PATTERN.test(wanted) ? wanted : suggestHandle(displayName);
    for (let attempt = 0; ; attempt++) {
      const id = newId();
      const handle =
        attempt === 0 ? base : `${base.slice(0, 24)}-${attempt < 20 ? attempt + 1 : id.slice(-5).toLowerCase()}`;
      if (!(await claimHandle(transaction, handle, { accountId }))) continue;
      await this.#insert(transaction, { id, handle, name: displayName, accountId, isFirst: true });
      return;
    }
  }

  /** Throws `channels.handle_taken`, `channels.handle_changed_often`, `channels.too_many`. */
  async create(options: { accountId: string; name: string; handle: string }): Promise<ChannelRow> {
    const { accountId, name, handle } = options;
    return this.#database.transaction(async (transaction) => {
      await countHandleChange(transaction, accountId);
      const { count } = await transaction
        .selectFrom('channels')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('owner_account_id', '=', accountId)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST_CHANNELS) throw channelsErrors.too_many();
      if (!(await claimHandle(transaction, handle, { accountId }))) throw channelsErrors.handle_taken();
      return this.#insert(transaction, { id: newId(), handle, name, accountId, isFirst: false });
    });
  }

  async #insert(
    transaction: Transaction<ChannelsTables>,
    channel: { id: string; handle: string; name: string; accountId: string; isFirst: boolean },
  ): Promise<ChannelRow> {
    const row = await transaction
      .insertInto('channels')
      .values({
        id: channel.id,
        handle: channel.handle,
        handle_key: handleKey(channel.handle),
        name: channel.name,
        owner_account_id: channel.accountId,
        is_first: channel.isFirst,
        avatar_blob: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await this.#outbox.emit(
      transaction,
      ChannelCreatedSchema,
      { channelId: row.id, handle: row.handle, name: row.name, ownerAccountId: channel.accountId },
      { type: 'channel', id: row.id, version: Number(row.version) },
    );
    return row;
  }

  /**
   * Its videos go to another channel of the same account, or are deleted. Throws `channels.not_found` for another
   * owner's channel, either of them, and `channels.last_one`.
   */
  async delete(id: string, options: { accountId: string; videosTo: string | undefined }): Promise<void> {
    const { accountId, videosTo } = options;
    await this.#database.transaction(async (transaction) => {
      const owned = await transaction
        .selectFrom('channels')
        .selectAll()
        .where('owner_account_id', '=', accountId)
        .orderBy('created_at')
        .orderBy('id')
        .forUpdate()
        .execute();
      const channel = owned.find((row) => row.id === id);
      const others = owned.filter((row) => row.id !== id);
      if (!channel || (videosTo !== undefined && !others.some((row) => row.id === videosTo))) {
        throw channelsErrors.not_found();
      }
      const [next] = others;
      if (!next) throw channelsErrors.last_one();
      await keepHandlesFor(transaction, { channelId: id, handle: channel.handle, accountId });
      await transaction.deleteFrom('channels').where('id', '=', id).execute();
      if (channel.is_first) {
        await transaction.updateTable('channels').set({ is_first: true }).where('id', '=', next.id).execute();
      }
      for (const before of [channel.avatar_blob, channel.banner_blob])
        await exchangePictures(transaction, { before, after: null });
      await this.#outbox.emit(
        transaction,
        ChannelDeletedSchema,
        { channelId: id, videosTo: videosTo ?? '' },
        { type: 'channel', id, version: Number(channel.version) + 1 },
      );
    });
  }

  deleteAllOf(transaction: Transaction<ChannelsTables>, accountId: string): Promise<void> {
    return deleteChannelsOf(transaction, this.#outbox, accountId);
  }

  /** Owners whose channels nobody else sees: their accounts are about to be deleted. */
  async hiddenAmong(channels: readonly Pick<ChannelRow, 'owner_account_id'>[]): Promise<Set<string>> {
    if (channels.length === 0) return new Set();
    const owners = channels.map((channel) => channel.owner_account_id);
    const rows = await this.#database.query
      .selectFrom('hidden_accounts')
      .select('account_id')
      .where('account_id', 'in', owners)
      .execute();
    return new Set(rows.map((row) => row.account_id));
  }

  async isHidden(channel: Pick<ChannelRow, 'owner_account_id'>): Promise<boolean> {
    return (await this.hiddenAmong([channel])).size > 0;
  }

  /** Throws `channels.not_found` for another owner's channel, `channels.handle_taken`, `channels.handle_changed_often`. */
  async update(id: string, accountId: string, change: ChannelChange): Promise<ChannelRow> {
    return this.#database.transaction(async (transaction) => {
      const before = await transaction
        .selectFrom('channels')
        .selectAll()
        .where('id', '=', id)
        .where('owner_account_id', '=', accountId)
        .forUpdate()
        .executeTakeFirst();
      if (!before) throw channelsErrors.not_found();
      if (change.handle !== undefined && handleKey(change.handle) !== before.handle_key) {
        await countHandleChange(transaction, accountId);
        const free = await claimHandle(transaction, change.handle, { accountId, channelId: id });
        if (!free) throw channelsErrors.handle_taken();
        await keepHandle(transaction, { handle: before.handle, channelId: id });
      }
      const { links, ...rest } = change;
      const row = await transaction
        .updateTable('channels')
        .set({
          ...rest,
          ...(links && { links: JSON.stringify(links) }),
          ...(change.handle === undefined ? {} : { handle_key: handleKey(change.handle) }),
          version: sql<number>`version + 1`,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.#outbox.emit(
        transaction,
        ChannelUpdatedSchema,
        {
          channelId: row.id,
          handle: row.handle,
          name: row.name,
          avatarPath: picturePath('avatar', row) ?? '',
          ownerAccountId: row.owner_account_id,
        },
        { type: 'channel', id: row.id, version: Number(row.version) },
      );
      await exchangePictures(transaction, { before: before.avatar_blob, after: row.avatar_blob });
      await exchangePictures(transaction, { before: before.banner_blob, after: row.banner_blob });
      return row;
    });
  }
}
