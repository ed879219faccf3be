import type { Rendition } from '@kinora/media';
import { encoderArgs } from './encoder-args.ts';
import type { Ffmpeg } from './find-ffmpeg.ts';
import { fragmentedMp4Args, inputArgs } from './input-args.ts';
import type { ResolvedLimits } from './limits.ts';
import type { Demuxer, ProbedAudio, ProbedVideo } from './probe-result.ts';
import { deinterlace, scaleTo, toneMapAt } from './video-filters.ts';

const FIRST_AUDIO_PIPE = 4;
/** Integrated loudness up to here, in LUFS. */
export const LOUDNESS_KEY = 'lavfi.r128.I';

/**
 * One demux of the source: video to pipe 3 (copied, or encoded to `encodeAs`), then two pipes for each sound: AAC, and its
 * loudness so far (EBU R 128) as lines of text.
 */
export function ingestArgs(plan: {
  ffmpeg: Ffmpeg;
  input: { path: string } | 'stdin';
  demuxer: Demuxer;
  video: ProbedVideo;
  audio: ProbedAudio[];
  encodeAs: Rendition | undefined;
  threads: number;
  limits: ResolvedLimits;
}): string[] {
  const { video, audio, encodeAs, limits } = plan;
  return [
    ...['-v', 'error', '-y', '-nostdin', '-copyts'],
    ...(encodeAs ? ['-threads', String(plan.threads)] : []),
    ...inputArgs(plan.input, plan.demuxer, limits),
    ...(encodeAs ? encodedVideo(encodeAs, plan) : copiedVideo(video)),
    ...audio.flatMap((track, index) => audioTrack(video, track, FIRST_AUDIO_PIPE + 2 * index)),
  ];
}

function copiedVideo(video: ProbedVideo): string[] {
  return [
    ...['-map', `0:${video.streamIndex}`, '-c:v', 'copy', '-video_track_timescale', '90000', '-strict', '-2'],
    ...(video.codec === 'hevc' ? ['-tag:v', 'hvc1'] : []),
    ...fragmentedMp4Args(['frag_every_frame']),
    'pipe:3',
  ];
}

function encodedVideo(rendition: Rendition, plan: { video: ProbedVideo; threads: number; ffmpeg: Ffmpeg }): string[] {
  const zero = Math.round(plan.video.firstPtsSeconds * 90_000);
  const filters = [
    ...['settb=1/90000', `setpts=PTS-${zero}`],
    ...deinterlace(plan.video),
    // Mapping tones needs all the bits there are: before they become 8.
    ...toneMapAt(rendition, { picture: plan.video, ffmpeg: plan.ffmpeg }),
    ...scaleTo(rendition),
  ];
  return [
    ...['-map', `0:${plan.video.streamIndex}`, '-filter:v', filters.join(',')],
    ...encoderArgs(rendition, { longestSegmentFrames: 0, threads: plan.threads }),
    // Sources without exact times may repeat one: vfr drops the second frame where passthrough would fail.
    ...['-fps_mode', 'vfr', '-force_key_frames', 'expr:gte(t,n_forced*4)'],
    ...fragmentedMp4Args(['frag_every_frame']),
    'pipe:3',
  ];
}

function audioTrack(video: ProbedVideo, audio: ProbedAudio, pipe: number): string[] {
  const zero48k = Math.round(video.firstPtsSeconds * 48_000);
  const filters = [
    `aresample=48000:async=1:first_pts=${zero48k}`,
    'ebur128=metadata=1',
    `ametadata=mode=print:key=${LOUDNESS_KEY}:file=pipe\\\\:${pipe + 1}`,
  ];
  return [
    ...['-map', `0:${audio.streamIndex}`, '-af', filters.join(',')],
    ...['-c:a', 'aac', '-ac', '2', '-ar', '48000', '-b:a', '128k'],
    ...fragmentedMp4Args(['frag_keyframe']),
    ...['-frag_duration', '1000000', `pipe:${pipe}`],
  ];
}
