import { SubscriptionChangedSchema } from '@kinora/contracts/kinora/subscriptions/v1/events_pb.ts';
import type { Outbox } from '@kinora/kernel';
import { sql, type Transaction } from 'kysely';
import { type Bell, toWireBell } from '../domain/bell.ts';
import type { SubscriptionsTables } from './tables.ts';

export interface SubscriptionWish {
  channelId: string;
  accountId: string;
  /** Null: follow it no more. */
  bell: Bell | null;
}

/** How things stand after it; undefined where the channel is there no more. */
export type Written = { subscribers: number } | undefined;

type SubscriptionsTransaction = Transaction<SubscriptionsTables>;

interface Change {
  channelId: string;
  accountId: string;
  bell: Bell | null;
  fresh: boolean;
}

/** An event carries no more: it has to stay below its limit of 64 KiB. */
const MOST_IN_EVENT = 500;

/** All of them in one transaction, of each account the last one for a channel. Answers one result for each, in order. */
export async function writeSubscriptions(
  transaction: SubscriptionsTransaction,
  outbox: Outbox,
  wishes: readonly SubscriptionWish[],
): Promise<Written[]> {
  const channels = await lockChannels(transaction, new Set(wishes.map(({ channelId }) => channelId)));
  const open = wishes.filter(({ channelId }) => channels.get(channelId)?.closed === false);
  const latest = [...new Map(open.map((wish) => [`${wish.channelId} ${wish.accountId}`, wish])).values()];
  const changes = [...(await put(transaction, latest)), ...(await remove(transaction, latest))];
  const counts = new Map([...channels].map(([id, { subscribers }]) => [id, subscribers]));
  for (const [channelId, of] of Map.groupBy(changes, (change) => change.channelId)) {
    counts.set(channelId, await tell(transaction, outbox, channelId, of));
  }
  return wishes.map(({ channelId }) =>
    channels.get(channelId)?.closed === false ? { subscribers: counts.get(channelId) ?? 0 } : undefined,
  );
}

/** In the order of their ids, so that no two groups wait for each other. */
async function lockChannels(
  transaction: SubscriptionsTransaction,
  ids: ReadonlySet<string>,
): Promise<Map<string, { subscribers: number; closed: boolean }>> {
  const ordered = [...ids].sort();
  await sql`insert into followed_channels (channel_id) select unnest(${ordered}::text[]) order by 1 on conflict do nothing`.execute(
    transaction,
  );
  const rows = await transaction
    .selectFrom('followed_channels')
    .select(['channel_id', 'subscribers', 'closed'])
    .where('channel_id', 'in', ordered)
    .orderBy('channel_id')
    .forUpdate()
    .execute();
  return new Map(
    rows.map((row) => [row.channel_id, { subscribers: Number(row.subscribers), closed: row.closed }] as const),
  );
}

/** Those who follow now, or are told in another way; nothing for those who did so before. */
async function put(transaction: SubscriptionsTransaction, wishes: readonly SubscriptionWish[]): Promise<Change[]> {
  const wanted = wishes.flatMap(({ bell, ...of }) => (bell === null ? [] : [{ ...of, bell }]));
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ channel_id: string; account_id: string; bell: Bell; fresh: boolean }>`
    insert into subscriptions (channel_id, account_id, bell)
    select * from unnest(${wanted.map((w) => w.channelId)}::text[], ${wanted.map((w) => w.accountId)}::text[],
      ${wanted.map((w) => w.bell)}::text[]) as w(channel_id, account_id, bell)
    order by channel_id collate "C", account_id collate "C"
    on conflict (channel_id, account_id) do update set bell = excluded.bell where subscriptions.bell <> excluded.bell
    returning channel_id, account_id, bell, xmax = 0 as fresh`.execute(transaction);
  return rows.map((row) => ({
    channelId: row.channel_id,
    accountId: row.account_id,
    bell: row.bell,
    fresh: row.fresh,
  }));
}

async function remove(transaction: SubscriptionsTransaction, wishes: readonly SubscriptionWish[]): Promise<Change[]> {
  const gone = wishes.filter(({ bell }) => bell === null);
  if (gone.length === 0) return [];
  const { rows } = await sql<{ channel_id: string; account_id: string }>`
    delete from subscriptions s
    using unnest(${gone.map((w) => w.channelId)}::text[], ${gone.map((w) => w.accountId)}::text[]) as w(channel_id, account_id)
    where s.channel_id = w.channel_id and s.account_id = w.account_id
    returning s.channel_id, s.account_id`.execute(transaction);
  return rows.map((row) => ({ channelId: row.channel_id, accountId: row.account_id, bell: null, fresh: false }));
}

/** Counts, and tells of it. Answers how many follow the channel now. */
async function tell(
  transaction: SubscriptionsTransaction,
  outbox: Outbox,
  channelId: string,
  changes: readonly Change[],
): Promise<number> {
  const more = changes.filter(({ fresh }) => fresh).length - changes.filter(({ bell }) => bell === null).length;
  const events = Math.ceil(changes.length / MOST_IN_EVENT);
  const row = await transaction
    .updateTable('followed_channels')
    .set({ subscribers: sql<number>`subscribers + ${more}`, version: sql<number>`version + ${events}` })
    .where('channel_id', '=', channelId)
    .returning(['subscribers', 'version'])
    .executeTakeFirstOrThrow();
  const subscribers = Number(row.subscribers);
  for (let index = 0; index < events; index++) {
    const version = Number(row.version) - events + index + 1;
    await outbox.emit(
      transaction,
      SubscriptionChangedSchema,
      {
        channelId,
        subscribers: BigInt(subscribers),
        version: BigInt(version),
        changes: changes
          .slice(index * MOST_IN_EVENT, (index + 1) * MOST_IN_EVENT)
          .map(({ accountId, bell, fresh }) => ({
            accountId,
            subscribed: bell !== null,
            fresh,
            ...(bell === null ? {} : { bell: toWireBell(bell) }),
          })),
      },
      { type: 'subscriptions', id: channelId, version },
    );
  }
  return subscribers;
}
