import { codecString } from '../codecs.ts';
import type { InitSegment, InitTrack } from '../mp4/init-segment.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';
import { DECODE_DELAY_90K, VIDEO_TIMESCALE } from './timeline.ts';
import { writeAudioInit, writeVideoInit } from './write-init.ts';

export type PublishedInit = { bytes: Uint8Array; codecs: string; width: number; height: number };

/**
 * Our init segment in place of ffmpeg's. @param offset90k what the segments' times are shifted by (see VideoCutter).
 * Throws Mp4Error when the codec is not one that we can name, or the timescale is not 90 kHz.
 */
export function rewriteVideoInit(init: InitSegment, offset90k = 0): PublishedInit {
  const track = onlyTrack(init, 'video');
  if (track.timescale !== VIDEO_TIMESCALE) throw new Mp4Error('unsupported', `video timescale ${track.timescale}`);
  const { width, height } = track;
  const bytes = writeVideoInit({ ...track, mediaTime: DECODE_DELAY_90K + offset90k });
  return { bytes, codecs: codecString(track.sampleEntry), width, height };
}

export function rewriteAudioInit(init: InitSegment): PublishedInit {
  const track = onlyTrack(init, 'audio');
  return { bytes: writeAudioInit(track), codecs: codecString(track.sampleEntry), width: 0, height: 0 };
}

/** The same track without its edit list, for a decoder that is to see the times as they are stored. */
export function withoutEditList(init: InitSegment): Uint8Array {
  const track = onlyTrack(init, 'video');
  return writeVideoInit({ ...track, mediaTime: 0 });
}

export function onlyTrack(init: InitSegment, kind: 'video' | 'audio'): InitTrack {
  const [track, ...others] = init.tracks;
  if (track?.kind !== kind || others.length > 0) {
    throw new Mp4Error(
      'unsupported',
      `expected one ${kind} track, found ${init.tracks.map((each) => each.kind).join()}`,
    );
  }
  return track;
}
