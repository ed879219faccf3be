import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFfmpeg } from '@kinora/ffmpeg';

export interface ProbedStream {
  kind: 'video' | 'audio' | 'subtitle';
  codec: string;
  width: number;
  height: number;
  frames: number;
  /** Of the first and last frame as a player shows them. */
  firstPts: number;
  lastPts: number;
  endPts: number;
}

interface Frame {
  media_type: string;
  stream_index: number;
  pts_time?: string;
  best_effort_timestamp_time?: string;
  pkt_duration_time?: string;
  duration_time?: string;
}

/** Decodes every frame of a file or address with the ffprobe of this machine. */
export async function ffprobe(address: string, options: { streams?: string } = {}): Promise<ProbedStream[]> {
  const ffmpeg = await findFfmpeg();
  const { stdout } = await promisify(execFile)(
    ffmpeg.ffprobePath,
    [
      ...['-v', 'error', '-of', 'json', '-show_streams', '-show_frames'],
      ...['-show_entries', 'stream=index,codec_type,codec_name,width,height'],
      ...[
        '-show_entries',
        'frame=media_type,stream_index,pts_time,best_effort_timestamp_time,pkt_duration_time,duration_time',
      ],
      ...(options.streams ? ['-select_streams', options.streams] : []),
      address,
    ],
    { maxBuffer: 256 * 2 ** 20, timeout: 60_000 },
  );
  const { streams, frames } = JSON.parse(stdout) as {
    streams: { index: number; codec_type: 'video' | 'audio'; codec_name: string; width?: number; height?: number }[];
    frames: Frame[];
  };
  return streams.map((stream) => {
    const own = frames.filter((frame) => frame.stream_index === stream.index).map(timesOf);
    return {
      kind: stream.codec_type,
      codec: stream.codec_name,
      width: stream.width ?? 0,
      height: stream.height ?? 0,
      frames: own.length,
      firstPts: Math.min(...own.map(({ pts }) => pts)),
      lastPts: Math.max(...own.map(({ pts }) => pts)),
      endPts: Math.max(...own.map(({ pts, duration }) => pts + duration)),
    };
  });
}

function timesOf(frame: Frame): { pts: number; duration: number } {
  return {
    pts: Number(frame.pts_time ?? frame.best_effort_timestamp_time ?? Number.NaN),
    duration: Number(frame.duration_time ?? frame.pkt_duration_time ?? 0),
  };
}

const SAMPLE_RATE = 8000;
const AUDIBLE = 0.02;

/** When the first sound is heard, from the start of the picture's timeline; decoded by ffmpeg. */
export async function firstSoundSeconds(address: string): Promise<number> {
  const ffmpeg = await findFfmpeg();
  const { stdout } = await promisify(execFile)(
    ffmpeg.ffmpegPath,
    [
      '-v',
      'error',
      '-nostdin',
      '-i',
      address,
      '-map',
      '0:a:0',
      '-af',
      `aresample=${SAMPLE_RATE}:async=1:first_pts=0`,
      '-ac',
      '1',
      '-t',
      '3',
      '-f',
      'f32le',
      '-',
    ],
    { encoding: 'buffer', maxBuffer: 2 ** 24, timeout: 60_000 },
  );
  for (let at = 0; at + 4 <= stdout.length; at += 4) {
    if (Math.abs(stdout.readFloatLE(at)) > AUDIBLE) return at / 4 / SAMPLE_RATE;
  }
  return Number.POSITIVE_INFINITY;
}
