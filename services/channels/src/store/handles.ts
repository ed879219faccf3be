import { newId } from '@kinora/kernel';
import { sql, type Transaction } from 'kysely';
import { handleKey } from '../domain/handle.ts';
import { channelsErrors } from '../errors.ts';
import type { ChannelsTables } from './tables.ts';

/** For so long nobody else may take a handle that was given up: it still stands in links and in memories. */
const KEPT = sql<Date>`now() + interval '90 days'`;
/** Each handle that is given up is kept from others, so that nobody may take many. */
const MOST_CHANGES = 10;

/** Who wants it: a channel that is there, or an account for a new one. */
export interface Claimant {
  accountId: string;
  channelId?: string;
}

/** True when it may be taken; then it is nobody else's until the transaction ends. */
export async function claimHandle(
  transaction: Transaction<ChannelsTables>,
  handle: string,
  { accountId, channelId }: Claimant,
): Promise<boolean> {
  const key = handleKey(handle);
  await sql`select pg_advisory_xact_lock(hashtextextended('channels.handle.' || ${key}, 0))`.execute(transaction);
  const holder = await transaction
    .selectFrom('channels')
    .select('id')
    .where('handle_key', '=', key)
    .where('id', '!=', channelId ?? '')
    .executeTakeFirst();
  if (holder) return false;
  const kept = await transaction
    .selectFrom('former_handles')
    .select('handle_key')
    .where('handle_key', '=', key)
    .where('kept_until', '>', sql<Date>`now()`)
    .where((eb) =>
      eb.or([
        eb('channel_id', 'is distinct from', channelId ?? null).and('channel_id', 'is not', null),
        eb('account_id', 'is distinct from', accountId).and('account_id', 'is not', null),
      ]),
    )
    .executeTakeFirst();
  if (kept) return false;
  await transaction.deleteFrom('former_handles').where('handle_key', '=', key).execute();
  return true;
}

/** Notes that an account takes a handle; throws `channels.handle_changed_often`. Before other locks are taken. */
export async function countHandleChange(transaction: Transaction<ChannelsTables>, accountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('channels.account.' || ${accountId}, 0))`.execute(
    transaction,
  );
  await transaction
    .deleteFrom('handle_changes')
    .where('account_id', '=', accountId)
    .where('changed_at', '<', sql<Date>`now() - interval '30 days'`)
    .execute();
  const { count } = await transaction
    .selectFrom('handle_changes')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MOST_CHANGES) throw channelsErrors.handle_changed_often();
  await transaction.insertInto('handle_changes').values({ id: newId(), account_id: accountId }).execute();
}

/** The channel goes by another handle now: the one before leads to it. */
export async function keepHandle(
  transaction: Transaction<ChannelsTables>,
  { handle, channelId }: { handle: string; channelId: string },
): Promise<void> {
  await transaction
    .insertInto('former_handles')
    .values({ handle_key: handleKey(handle), channel_id: channelId, account_id: null, kept_until: KEPT })
    .execute();
}

/** Before the channel's row goes: its handles are kept for the account that had it. */
export async function keepHandlesFor(
  transaction: Transaction<ChannelsTables>,
  { channelId, handle, accountId }: { channelId: string; handle: string; accountId: string },
): Promise<void> {
  await transaction
    .updateTable('former_handles')
    .set({ channel_id: null, account_id: accountId })
    .where('channel_id', '=', channelId)
    .execute();
  await transaction
    .insertInto('former_handles')
    .values({ handle_key: handleKey(handle), channel_id: null, account_id: accountId, kept_until: KEPT })
    .execute();
}
