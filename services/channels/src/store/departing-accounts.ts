import { ChannelDeletedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { forgetAnswersFor, type Outbox } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import { exchangePictures } from './picture-files.ts';
import type { ChannelsTables } from './tables.ts';

/** Nobody else sees the channels of whoever is about to leave; of whoever stays they do. */
export async function hideChannelsOf(
  transaction: Transaction<ChannelsTables>,
  { accountId, hidden }: { accountId: string; hidden: boolean },
): Promise<void> {
  if (hidden)
    await transaction
      .insertInto('hidden_accounts')
      .values({ account_id: accountId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  else await transaction.deleteFrom('hidden_accounts').where('account_id', '=', accountId).execute();
}

/** With their videos, and with the handles that they had: nothing is kept for somebody who has gone. */
export async function deleteChannelsOf(
  transaction: Transaction<ChannelsTables>,
  outbox: Outbox,
  accountId: string,
): Promise<void> {
  const channels = await transaction
    .selectFrom('channels')
    .selectAll()
    .where('owner_account_id', '=', accountId)
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const channel of channels) {
    await transaction.deleteFrom('former_handles').where('channel_id', '=', channel.id).execute();
    await transaction.deleteFrom('channels').where('id', '=', channel.id).execute();
    for (const before of [channel.avatar_blob, channel.banner_blob])
      await exchangePictures(transaction, { before, after: null });
    await outbox.emit(
      transaction,
      ChannelDeletedSchema,
      { channelId: channel.id, videosTo: '' },
      { type: 'channel', id: channel.id, version: Number(channel.version) + 1 },
    );
  }
  for (const table of ['former_handles', 'handle_changes', 'hidden_accounts'] as const)
    await transaction.deleteFrom(table).where('account_id', '=', accountId).execute();
  await forgetAnswersFor(transaction, accountId);
}
