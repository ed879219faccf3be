import type { BesideOwn, Rendition, VideoCodec } from '@kinora/media';

type EncoderOptions = { longestSegmentFrames: number; threads: number; besideOwn?: BesideOwn | undefined };

/** ffmpeg's encoder of each codec that renditions are made in. */
export const ENCODERS: Record<VideoCodec, string> = { h264: 'libx264', hevc: 'libx265', av1: 'libsvtav1' };

/**
 * An encoder such that init segments of all chunks are byte-identical and only the forced cuts are keyframes.
 * @param longestSegmentFrames so that g never adds a keyframe inside a segment.
 */
export function encoderArgs(rendition: Rendition, options: EncoderOptions): string[] {
  const codec = rendition.codec ?? 'h264';
  const g = options.longestSegmentFrames < 590 ? 600 : 2 * options.longestSegmentFrames;
  return [
    ...['-fps_mode', 'passthrough', '-enc_time_base', '1:90000', '-c:v', ENCODERS[codec]],
    ...['-threads', String(options.threads), '-g', String(g)],
    ...ARGS[codec](rendition, { ...options, g }),
    ...['-video_track_timescale', '90000'],
  ];
}

type CodecArgs = (rendition: Rendition, options: EncoderOptions & { g: number }) => string[];

const ARGS: Record<VideoCodec, CodecArgs> = { h264, hevc, av1 };

/** keyint_min above half of g makes scene cuts plain I-pictures; time base and nominal rate are pinned in the SPS. */
function h264(rendition: Rendition, { g, besideOwn }: Parameters<CodecArgs>[1]): string[] {
  const params = [`fps=${rendition.fpsNum}/${rendition.fpsDen}`, 'force-cfr=0', 'vbv-init=0.6'];
  if (besideOwn) params.push(`sps-id=${besideOwn.parameterSetId}`, ...REORDERED[besideOwn.reorderedFrames]);
  return [
    ['-preset', 'veryfast'],
    ['-crf', '23'],
    ...limits(rendition),
    // More of them cost time and gain nothing: docs/decisions/0020.
    ['-b_strategy', '1'],
    ['-bf', '3'],
    ['-keyint_min', String(g / 2 + 1)],
    ...(besideOwn ? [['-profile:v', besideOwn.profile]] : []),
    ['-x264-params', params.join(':')],
  ].flat();
}

/** How x264 comes to reorder so many frames, and to say so. */
const REORDERED: Record<BesideOwn['reorderedFrames'], string[]> = {
  0: ['bframes=0'],
  1: ['b-pyramid=none'],
  2: ['b-pyramid=normal'],
};

function hevc(rendition: Rendition, { g, threads }: Parameters<CodecArgs>[1]): string[] {
  const params = [
    ...[`fps=${rendition.fpsNum}/${rendition.fpsDen}`, `keyint=${g}`, `min-keyint=${g / 2 + 1}`, 'vbv-init=0.6'],
    ...['scenecut=0', 'open-gop=0', 'info=0', 'log-level=error', `pools=${threads}`, 'frame-threads=1'],
  ];
  return [
    ['-preset', 'veryfast'],
    ['-crf', '26'],
    ...limits(rendition),
    ['-forced-idr', '1'],
    ['-x265-params', params.join(':')],
    ['-tag:v', 'hvc1'],
  ].flat();
}

function av1(rendition: Rendition, { threads }: Parameters<CodecArgs>[1]): string[] {
  const mostKbps = Math.round(rendition.maxrateBps / 1000);
  const params = [`lp=${threads}`, 'scd=0', 'enable-force-key-frames=1', `mbr=${mostKbps}`];
  return ['-preset', '9', '-crf', '35', '-svtav1-params', params.join(':')];
}

function limits({ maxrateBps }: Rendition): string[][] {
  return [
    ['-maxrate', String(maxrateBps)],
    ['-bufsize', String(2 * maxrateBps)],
  ];
}
