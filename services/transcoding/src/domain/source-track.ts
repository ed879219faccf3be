/** The copied or encoded video of the ingest pass; every other track is a sound. */
export const SOURCE_TRACK = 'source';
