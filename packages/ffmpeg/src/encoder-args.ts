import type { Rendition } from '@kinora/media';

/**
 * x264 such that init segments of all chunks are byte-identical and only the forced cuts are IDR pictures:
 * keyint_min above half of g makes scene cuts plain I-pictures, and time base and nominal rate are pinned in the SPS.
 * @param longestSegmentFrames so that g never adds a keyframe inside a segment.
 * @param parameterSetId of its SPS and PPS, so that they fit beside those of another encoder.
 */
export function x264Args(
  rendition: Rendition,
  options: { longestSegmentFrames: number; threads: number; parameterSetId?: number | undefined },
): string[] {
  const g = options.longestSegmentFrames < 590 ? 600 : 2 * options.longestSegmentFrames;
  const params = [`fps=${rendition.fpsNum}/${rendition.fpsDen}`, 'force-cfr=0', 'vbv-init=0.6'];
  if (options.parameterSetId !== undefined) params.push(`sps-id=${options.parameterSetId}`);
  return [
    ['-fps_mode', 'passthrough'],
    ['-enc_time_base', '1:90000'],
    ['-c:v', 'libx264'],
    ['-threads', String(options.threads)],
    ['-preset', 'veryfast'],
    ['-crf', '23'],
    ['-maxrate', String(rendition.maxrateBps)],
    ['-bufsize', String(2 * rendition.maxrateBps)],
    ['-b_strategy', '1'],
    ['-bf', '16'],
    ['-g', String(g)],
    ['-keyint_min', String(g / 2 + 1)],
    ['-x264-params', params.join(':')],
    ['-video_track_timescale', '90000'],
  ].flat();
}
