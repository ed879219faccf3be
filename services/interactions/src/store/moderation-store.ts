import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import type { Selectable, Transaction } from 'kysely';
import type { Hold } from '../domain/hold-reason.ts';
import type { ModerationAct } from '../domain/moderation-act.ts';
import type { InteractionsTables } from './tables.ts';

export interface CommentSettings {
  hold: Hold;
  blockedWords: string[];
  slowModeSeconds: number;
}

export interface ActOf {
  channelId: string;
  actorAccountId: string;
  act: ModerationAct;
  commentId?: string;
  accountId?: string;
  detail?: Record<string, unknown>;
}

export type BlockedRow = Selectable<InteractionsTables['blocked_people']>;
export type ActRow = Selectable<InteractionsTables['moderation_acts']>;

/** Of a channel whose owner has chosen nothing. */
const OPEN: CommentSettings = { hold: 'nothing', blockedWords: [], slowModeSeconds: 0 };

/** What a channel has chosen is known so long; whoever changes it here knows at once. */
const KEEP_MS = 1000;
const MOST = 10_000;

export class ModerationStore {
  readonly #database: Database<InteractionsTables>;
  readonly #known = new Map<string, { settings: CommentSettings; until: number }>();

  constructor(options: { database: Database<InteractionsTables> }) {
    this.#database = options.database;
  }

  async settings(channelId: string): Promise<CommentSettings> {
    const known = this.#known.get(channelId);
    if (known && known.until > Date.now()) return known.settings;
    const until = Date.now() + KEEP_MS;
    const settings = await this.#readSettings(channelId);
    if (this.#known.size > MOST) this.#known.clear();
    this.#known.set(channelId, { settings, until });
    return settings;
  }

  async #readSettings(channelId: string): Promise<CommentSettings> {
    const row = await this.#database.query
      .selectFrom('comment_settings')
      .selectAll()
      .where('channel_id', '=', channelId)
      .executeTakeFirst();
    if (!row) return OPEN;
    return { hold: row.hold, blockedWords: row.blocked_words, slowModeSeconds: row.slow_mode_seconds };
  }

  async setSettings(channelId: string, actorAccountId: string, settings: CommentSettings): Promise<void> {
    const row = {
      hold: settings.hold,
      blocked_words: settings.blockedWords,
      slow_mode_seconds: settings.slowModeSeconds,
    };
    await this.#database.transaction(async (transaction) => {
      await transaction
        .insertInto('comment_settings')
        .values({ channel_id: channelId, ...row })
        .onConflict((conflict) => conflict.column('channel_id').doUpdateSet(row))
        .execute();
      await noteAct(transaction, { channelId, actorAccountId, act: 'settings.changed', detail: { ...settings } });
    });
    this.#known.delete(channelId);
  }

  async isBlocked(channelId: string, accountId: string): Promise<boolean> {
    const row = await this.#database.query
      .selectFrom('blocked_people')
      .select('since')
      .where('channel_id', '=', channelId)
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Nothing happens to somebody who is blocked already. */
  async block(channelId: string, accountId: string, actorAccountId: string): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('blocked_people')
        .values({ channel_id: channelId, account_id: accountId, blocked_by: actorAccountId })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) return;
      await noteAct(transaction, { channelId, actorAccountId, act: 'person.blocked', accountId });
    });
  }

  /** False where nobody was blocked. */
  async unblock(channelId: string, accountId: string, actorAccountId: string): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('blocked_people')
        .where('channel_id', '=', channelId)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
      await noteAct(transaction, { channelId, actorAccountId, act: 'person.unblocked', accountId });
      return true;
    });
  }

  /** By their accounts' ids, after (exclusive) one. */
  listBlocked(options: { channelId: string; limit: number; afterAccountId: string }): Promise<BlockedRow[]> {
    return this.#database.query
      .selectFrom('blocked_people')
      .selectAll()
      .where('channel_id', '=', options.channelId)
      .where('account_id', '>', options.afterAccountId)
      .orderBy('account_id')
      .limit(options.limit)
      .execute();
  }

  /** What was done in a channel, the latest first. */
  listActs(options: { channelId: string; limit: number; beforeId?: string | undefined }): Promise<ActRow[]> {
    const { channelId, limit, beforeId } = options;
    return this.#database.query
      .selectFrom('moderation_acts')
      .selectAll()
      .where('channel_id', '=', channelId)
      .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }
}

/** In the transaction of the act: neither is there without the other. */
export async function noteAct(transaction: Transaction<InteractionsTables>, act: ActOf): Promise<void> {
  await transaction
    .insertInto('moderation_acts')
    .values({
      id: newId(),
      channel_id: act.channelId,
      actor_account_id: act.actorAccountId,
      act: act.act,
      comment_id: act.commentId ?? null,
      account_id: act.accountId ?? null,
      detail: JSON.stringify(act.detail ?? {}),
    })
    .execute();
}
