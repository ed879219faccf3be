import { defineRoute, type Route } from '@kinora/kernel';
import { z } from 'zod';
import type { PlaybackContext } from '../context.ts';
import { downloadParams, downloadQuery, sendDownload } from '../media/send-download.ts';

const route = (method: 'GET' | 'HEAD', operationId: string): Route<PlaybackContext> =>
  defineRoute({
    method,
    path: '/media/:key/:token/download/:file',
    operationId,
    summary: 'The same for the owner alone, also where others may not; the token is theirs.',
    policy: 'own-token',
    params: z.object({ ...downloadParams, token: z.string().max(200) }),
    query: downloadQuery,
    answers: { 200: null },
    errors: ['playback.not_found', 'playback.ended', 'playback.away'],
    hidden: true,
    handle: sendDownload,
  });

export const getOwnDownload = route('GET', 'getOwnDownload');
export const headOwnDownload = route('HEAD', 'headOwnDownload');
