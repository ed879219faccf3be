import { defineRoute } from '@kinora/kernel';
import type { ChannelsContext } from '../context.ts';
import { pictureParams, sendPicture } from './send-picture.ts';

export const getChannelBanner = defineRoute({
  method: 'GET',
  path: '/api/v1/channels/:id/banner/:picture',
  operationId: 'getChannelBanner',
  summary: 'The banner of a channel; another one has another address.',
  policy: 'public',
  scopes: ['read'],
  params: pictureParams,
  answers: { 200: null },
  errors: ['channels.not_found'],
  hidden: true,
  handle: (context: ChannelsContext, { params, reply }) => sendPicture(context, 'banner', { ...params, reply }),
});
