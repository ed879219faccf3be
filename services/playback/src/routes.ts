import type { Route } from '@kinora/kernel';
import type { PlaybackContext } from './context.ts';
import { getDownload, headDownload } from './http/get-download.ts';
import { getMedia, headMedia } from './http/get-media.ts';
import { getOwnDownload, headOwnDownload } from './http/get-own-download.ts';
import { getQuality } from './http/get-quality.ts';
import { recordBeacon } from './http/record-beacon.ts';

/** All that playback answers over HTTP. */
export const routes: Route<PlaybackContext>[] = [
  getDownload,
  headDownload,
  getOwnDownload,
  headOwnDownload,
  getMedia,
  headMedia,
  getQuality,
  recordBeacon,
];
