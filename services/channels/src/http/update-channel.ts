import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { channelLinks } from '../domain/channel-link.ts';
import { channelsErrors } from '../errors.ts';
import type { ChannelChange } from '../store/channels-store.ts';
import { handleField, nameField } from './channel-fields.ts';
import { findChannelAs } from './find-channel-as.ts';
import { channelSchema, presentChannel } from './present-channel.ts';

export const updateChannel = defineRoute({
  method: 'PATCH',
  path: '/api/v1/channels/:id',
  operationId: 'updateChannel',
  summary: 'Change what a channel of mine says of itself.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string() }),
  body: z.strictObject({
    name: nameField.optional(),
    handle: handleField.optional(),
    description: z.string().max(2000, 'The description may have at most 2,000 characters.').optional(),
    links: channelLinks.optional(),
    trailerVideoId: z.string().max(40).nullable().optional(),
  }),
  answers: { 200: channelSchema },
  errors: [
    'channels.not_found',
    'channels.not_allowed',
    'channels.handle_taken',
    'channels.handle_changed_often',
    'channels.not_a_trailer',
  ],
  async handle(context: ChannelsContext, { params, body, caller }) {
    const channel = await findChannelAs(context, { id: params.id, accountId: caller.accountId }, 'edit');
    // Who may use a handle is counted to its owner.
    if (body.handle !== undefined && body.handle !== channel.handle && channel.role !== 'owner')
      throw channelsErrors.not_allowed();
    const { trailerVideoId, ...rest } = body;
    const change: ChannelChange = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    if (trailerVideoId !== undefined) {
      if (trailerVideoId) await checkTrailer(context, { channelId: params.id, videoId: trailerVideoId });
      change.trailer_video_id = trailerVideoId;
    }
    const row = await context.channels.update(params.id, channel.owner_account_id, change);
    return presentChannel(context, row, caller);
  },
});

/** Throws `channels.not_a_trailer`. */
async function checkTrailer(context: ChannelsContext, of: { channelId: string; videoId: string }): Promise<void> {
  const { page } = await context.videos.getPage({ videoId: of.videoId });
  if (page?.channelId !== of.channelId || !page.listed) throw channelsErrors.not_a_trailer();
}
