import { AppError, newId } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';
import type { ChannelRow } from '../store/channels-store.ts';
import type { Invitee } from '../store/members-store.ts';

/** The room that comes with a channel, and what its receiver has of it. */
export interface HandOverRoom {
  bytes: number;
  usedBytes: number;
  /** Null: as much as there is room for. */
  quotaBytes: number | null;
}

/** Null where those who know cannot be reached: what is offered is shown without it. */
export async function readHandOver(
  context: ChannelsContext,
  channel: ChannelRow,
  toAccountId: string,
): Promise<HandOverRoom | null> {
  try {
    const { bytes, usedBytes, quotaBytes } = await context.uploads.getHandOver(
      await handOverOf(context, channel, toAccountId),
    );
    return {
      bytes: Number(bytes),
      usedBytes: Number(usedBytes),
      quotaBytes: quotaBytes === undefined ? null : Number(quotaBytes),
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'unavailable') throw error;
    context.log.warn({ err: error, channelId: channel.id }, 'an offer is shown without the room that it takes');
    return null;
  }
}

/**
 * Has room kept for all that comes with a channel before it changes hands, so that of two that are accepted at once both
 * have to fit. Throws `uploads.hand_over_too_large`. Answers how to give the room back where nothing comes of it.
 */
export async function reserveHandOver(
  context: ChannelsContext,
  invitationId: string,
  invitee: Invitee,
): Promise<() => Promise<void>> {
  const channel = await context.members.findOffered(invitationId, invitee);
  if (!channel) return async () => {};
  const id = newId();
  await context.uploads.reserveHandOver({ id, ...(await handOverOf(context, channel, invitee.accountId)) });
  return async () => {
    try {
      await context.uploads.releaseHandOver({ id });
    } catch (error) {
      // The refusal is what is answered; room that nothing comes into lapses by itself.
      context.log.warn({ err: error, channelId: channel.id }, 'room that was kept for a channel is kept for a while');
    }
  };
}

async function handOverOf(context: ChannelsContext, channel: ChannelRow, toAccountId: string) {
  const { videoIds } = await context.videos.listChannelVideos({ channelId: channel.id });
  return { videoIds, fromAccountId: channel.owner_account_id, toAccountId };
}
