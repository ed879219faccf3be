/** Ticks per second of every video track that we write. */
export const VIDEO_TIMESCALE = 90_000;

/** Ticks per second of every audio track that we write. */
export const AUDIO_TIMESCALE = 48_000;

/** Samples in one AAC-LC frame. */
export const AAC_FRAME_SAMPLES = 1_024;

/**
 * How much later than its decoding time a frame may be shown: the constant `D` of the decode-time rule, in 90 kHz ticks.
 * The init segment takes it back with an edit list, so readers that honour edit lists and readers that ignore
 * negative composition offsets agree to the tick. Two frames of a film of 24 per second, which is what encoders usually
 * reorder by. Not more: hls.js takes media to lie later by this much, and ffmpeg's command line takes 0.1 s for a jump.
 */
export const DECODE_DELAY_90K = 8_100;

/** What ffmpeg adds to every timestamp on its way to us (`-output_ts_offset 100`), so that no decoding time is negative. */
export const FFMPEG_OFFSET_SECONDS = 100;
export const FFMPEG_OFFSET_90K = FFMPEG_OFFSET_SECONDS * VIDEO_TIMESCALE;
