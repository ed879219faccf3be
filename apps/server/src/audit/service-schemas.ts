/** Schemas of the services that have data. */
export const SERVICE_SCHEMAS = [
  'identity',
  'channels',
  'videos',
  'uploads',
  'transcoding',
  'playback',
  'subscriptions',
  'interactions',
  'history',
] as const;
