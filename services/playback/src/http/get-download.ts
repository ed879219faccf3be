import { defineRoute, type Route } from '@kinora/kernel';
import { z } from 'zod';
import type { PlaybackContext } from '../context.ts';
import { downloadParams, downloadQuery, sendDownload } from '../media/send-download.ts';

const route = (method: 'GET' | 'HEAD', operationId: string): Route<PlaybackContext> =>
  defineRoute({
    method,
    path: '/media/:key/download/:file',
    operationId,
    summary: 'A whole rendition with its sound as one file, where whoever may watch may also take it along.',
    policy: 'own-token',
    params: z.object(downloadParams),
    query: downloadQuery,
    answers: { 200: null },
    errors: ['playback.not_found', 'playback.ended', 'playback.away'],
    hidden: true,
    handle: sendDownload,
  });

export const getDownload = route('GET', 'getDownload');
export const headDownload = route('HEAD', 'headDownload');
