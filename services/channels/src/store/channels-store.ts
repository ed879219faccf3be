import { ChannelCreatedSchema, ChannelUpdatedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { avatarPath } from '../domain/avatar-path.ts';
import { HANDLE_PATTERN, handleKey, suggestHandle } from '../domain/handle.ts';
import { channelsErrors } from '../errors.ts';
import { exchangeAvatars } from './avatar-files.ts';
import type { ChannelsTables } from './tables.ts';

export type ChannelRow = Selectable<ChannelsTables['channels']>;
export type ChannelChange = Partial<Pick<ChannelRow, 'name' | 'handle' | 'description' | 'avatar_blob'>>;

export interface FirstChannel {
  accountId: string;
  displayName: string;
  /** Wished for at registration; a similar one is given when it is taken. */
  handle?: string;
}

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

  findByHandle(handle: string): Promise<ChannelRow | undefined> {
    return this.#database.query
      .selectFrom('channels')
      .selectAll()
      .where('handle_key', '=', handleKey(handle))
      .executeTakeFirst();
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
      const row = await transaction
        .insertInto('channels')
        .values({
          id,
          handle,
          handle_key: handleKey(handle),
          name: displayName,
          owner_account_id: accountId,
          is_first: true,
          avatar_blob: null,
        })
        .onConflict((conflict) => conflict.column('handle_key').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (!row) continue;
      await this.#outbox.emit(
        transaction,
        ChannelCreatedSchema,
        { channelId: row.id, handle: row.handle, name: row.name, ownerAccountId: accountId },
        { type: 'channel', id: row.id, version: Number(row.version) },
      );
      return;
    }
  }

  /** Throws `channels.not_found` for another owner's channel, `channels.handle_taken`. */
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
      if (change.handle !== undefined) {
        const holder = await transaction
          .selectFrom('channels')
          .select('id')
          .where('handle_key', '=', handleKey(change.handle))
          .where('id', '!=', id)
          .executeTakeFirst();
        if (holder) throw channelsErrors.handle_taken();
      }
      const row = await transaction
        .updateTable('channels')
        .set({
          ...change,
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
          avatarPath: avatarPath(row) ?? '',
          ownerAccountId: row.owner_account_id,
        },
        { type: 'channel', id: row.id, version: Number(row.version) },
      );
      await exchangeAvatars(transaction, { before: before.avatar_blob, after: row.avatar_blob });
      return row;
    });
  }
}
