import type { Route } from '@kinora/kernel';
import type { ChannelsContext } from './context.ts';
import { acceptChannelInvitation } from './http/accept-channel-invitation.ts';
import { createChannel } from './http/create-channel.ts';
import { declineChannelInvitation } from './http/decline-channel-invitation.ts';
import { deleteChannel } from './http/delete-channel.ts';
import { deleteChannelAvatar } from './http/delete-channel-avatar.ts';
import { deleteChannelBanner } from './http/delete-channel-banner.ts';
import { getChannel } from './http/get-channel.ts';
import { getChannelAvatar } from './http/get-channel-avatar.ts';
import { getChannelBanner } from './http/get-channel-banner.ts';
import { getChannelTeam } from './http/get-channel-team.ts';
import { inviteToChannel } from './http/invite-to-channel.ts';
import { listChannelInvitations } from './http/list-channel-invitations.ts';
import { listMyChannels } from './http/list-my-channels.ts';
import { offerChannel } from './http/offer-channel.ts';
import { putChannelAvatar } from './http/put-channel-avatar.ts';
import { putChannelBanner } from './http/put-channel-banner.ts';
import { removeChannelMember } from './http/remove-channel-member.ts';
import { updateChannel } from './http/update-channel.ts';
import { updateChannelMember } from './http/update-channel-member.ts';
import { withdrawChannelInvitation } from './http/withdraw-channel-invitation.ts';

/** All that channels answers over HTTP. */
export const routes: Route<ChannelsContext>[] = [
  acceptChannelInvitation,
  createChannel,
  declineChannelInvitation,
  deleteChannel,
  deleteChannelAvatar,
  deleteChannelBanner,
  getChannel,
  getChannelAvatar,
  getChannelBanner,
  getChannelTeam,
  inviteToChannel,
  listChannelInvitations,
  listMyChannels,
  offerChannel,
  putChannelAvatar,
  putChannelBanner,
  removeChannelMember,
  updateChannel,
  updateChannelMember,
  withdrawChannelInvitation,
];
