import type { Caller } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { channelLink } from '../domain/channel-link.ts';
import type { MemberRole } from '../domain/channel-role.ts';
import { picturePath } from '../domain/picture-path.ts';
import type { ChannelRow } from '../store/channels-store.ts';

export const channelSchema = z.object({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  description: z.string(),
  avatarUrl: z.string().nullable(),
  bannerUrl: z.string().nullable(),
  links: z.array(channelLink),
  /** Of this channel; it may be gone, or hidden, by now. */
  trailerVideoId: z.string().nullable(),
  videoCount: z.number(),
  /** As subscriptions told last. */
  subscriberCount: z.number(),
  createdAt: z.string(),
  canEdit: z.boolean(),
});

export async function presentChannels(
  context: ChannelsContext,
  rows: ChannelRow[],
  caller: Caller,
): Promise<z.infer<typeof channelSchema>[]> {
  const ids = rows.map((row) => row.id);
  const [{ counts }, roles] = await Promise.all([
    context.videos.countVideos({ channelIds: ids }),
    caller.kind === 'account' ? context.members.rolesOf(caller.accountId, ids) : new Map<string, MemberRole>(),
  ]);
  const mayEdit = (row: ChannelRow) =>
    caller.kind === 'account' && (caller.accountId === row.owner_account_id || roles.get(row.id) === 'editor');
  return rows.map((row) => ({
    id: row.id,
    handle: row.handle,
    name: row.name,
    description: row.description,
    avatarUrl: picturePath('avatar', row),
    bannerUrl: picturePath('banner', row),
    links: row.links,
    trailerVideoId: row.trailer_video_id,
    videoCount: Number(counts[row.id] ?? 0n),
    subscriberCount: Number(row.subscribers),
    createdAt: row.created_at.toISOString(),
    canEdit: mayEdit(row),
  }));
}

export async function presentChannel(
  context: ChannelsContext,
  row: ChannelRow,
  caller: Caller,
): Promise<z.infer<typeof channelSchema>> {
  const [presented] = await presentChannels(context, [row], caller);
  if (!presented) throw new Error('One row gives one channel.');
  return presented;
}
