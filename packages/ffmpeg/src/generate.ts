import { rm, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { findFfmpeg } from './find-ffmpeg.ts';
import { resolveLimits } from './limits.ts';
import { run } from './run.ts';

type Container = 'mp4' | 'mov' | 'matroska' | 'webm' | 'mpegts' | 'avi' | 'flv' | 'mpeg';

export type FilmOptions = {
  path: string;
  seconds: number;
  width: number;
  height: number;
  /** A picture of ffmpeg's own sources in place of the counter: a lavfi graph, with `S` for the size, `R` for the rate. */
  picture?: string;
  /** Tones that sound together, for `audio` normal. Default one of 440 Hz with a beep each second. */
  chordHz?: number[];
  /** `30`, `60000/1001`; default 30. */
  fps?: string;
  bitrateBps?: number;
  /** Default 2. */
  bframes?: number;
  /** Default h264, or vp9 for webm. */
  videoCodec?: 'h264' | 'hevc10' | 'vp8' | 'vp9' | 'mpeg4' | 'mpeg2' | 'mjpeg';
  openGop?: boolean;
  /** Default 2. */
  gopSeconds?: number;
  /** `late` starts 0.4 s after the picture; `longer` and `shorter` differ from it by 1 s. Default normal. */
  audio?: 'normal' | 'late' | 'none' | 'longer' | 'shorter' | 'mono22k' | 'surround';
  /** Default aac, opus for webm, mp3 for avi, mp2 for mpeg. */
  audioCodec?: 'aac' | 'opus' | 'ac3' | 'mp3' | 'mp2';
  /** Default: by the extension of `path`. */
  container?: Container;
  /** mp4 and mov: the index at the end. Default false: at the front. */
  moovLast?: boolean;
  rotation?: 90 | 180 | 270;
  chapters?: { startMs: number; title: string }[];
  /** SRT text, embedded as a subtitle track. */
  captions?: string;
  /** ISO 639-2, of the captions and of the first sound. */
  language?: string;
  /** Further sounds, each a tone of its own in AAC. */
  moreSounds?: { hz: number; language: string; title?: string }[];
  /** Every third frame is left out and there is a hole of 2 s at 5 s. */
  variableRate?: boolean;
  startSeconds?: number;
  signal?: AbortSignal;
};

const byExtension: Record<string, Container> = {
  '.mp4': 'mp4',
  '.mov': 'mov',
  '.mkv': 'matroska',
  '.webm': 'webm',
  '.ts': 'mpegts',
  '.avi': 'avi',
  '.flv': 'flv',
  '.mpg': 'mpeg',
};

/** A test film: a moving picture with a counter of seconds, and a tone. For tests, demonstrations and benchmarks. */
export async function generateFilm(options: FilmOptions): Promise<void> {
  const ffmpeg = await findFfmpeg();
  const container = options.container ?? byExtension[extname(options.path)] ?? 'mp4';
  const metadata = options.chapters ? `${options.path}.chapters` : undefined;
  const captions = options.captions === undefined ? undefined : `${options.path}.srt`;
  try {
    if (metadata) await writeFile(metadata, chaptersFile(options));
    if (captions) await writeFile(captions, options.captions ?? '');
    const rotated = options.rotation !== undefined;
    const first = rotated ? `${options.path}.upright` : options.path;
    await execute(
      ffmpeg,
      [
        ...filmArgs(options, { container, metadata, captions }),
        ...faststart(container, options),
        '-f',
        container,
        first,
      ],
      options,
    );
    if (!rotated) return;
    const turn = [
      '-v',
      'error',
      '-y',
      '-nostdin',
      '-i',
      first,
      '-map',
      '0',
      '-c',
      'copy',
      '-metadata:s:v:0',
      `rotate=${360 - (options.rotation ?? 0)}`,
    ];
    await execute(ffmpeg, [...turn, ...faststart(container, options), '-f', container, options.path], options);
    await rm(first);
  } finally {
    for (const path of [metadata, captions]) if (path) await rm(path, { force: true });
  }
}

async function execute(ffmpeg: Awaited<ReturnType<typeof findFfmpeg>>, args: string[], { signal }: FilmOptions) {
  await run({ ffmpeg, program: 'ffmpeg', args, limits: resolveLimits({ stallMs: 3_600_000 }), signal });
}

function filmArgs(
  options: FilmOptions,
  files: { container: Container; metadata: string | undefined; captions: string | undefined },
): string[] {
  const { container } = files;
  const { seconds, width, height, fps = '30', audio = 'normal', startSeconds = 0 } = options;
  const size = `${width}x${height}`;
  const args = [
    '-v',
    'error',
    '-y',
    '-nostdin',
    '-f',
    'lavfi',
    '-i',
    options.picture
      ? `${options.picture.replaceAll(/\bS\b/g, size).replaceAll(/\bR\b/g, fps)},trim=duration=${seconds}`
      : `testsrc2=size=${size}:rate=${fps}:duration=${seconds}`,
  ];
  const audioSeconds = seconds + (audio === 'longer' ? 1 : audio === 'shorter' ? -1 : audio === 'late' ? -0.4 : 0);
  const inputs = { audio: 0, captions: 0, metadata: 0 };
  let count = 1;
  if (audio !== 'none') {
    if (audio === 'late') args.push('-itsoffset', '0.4');
    args.push(
      '-f',
      'lavfi',
      '-i',
      options.chordHz
        ? `aevalsrc=exprs='${chord(options.chordHz)}':sample_rate=48000:duration=${audioSeconds}`
        : `sine=frequency=440:beep_factor=4:sample_rate=${audio === 'mono22k' ? 22050 : 48000}:duration=${audioSeconds}`,
    );
    inputs.audio = count++;
  }
  const { moreSounds = [] } = options;
  for (const { hz } of moreSounds)
    args.push('-f', 'lavfi', '-i', `sine=frequency=${hz}:sample_rate=48000:duration=${seconds}`);
  const firstMore = count;
  count += moreSounds.length;
  if (files.captions) {
    args.push('-f', 'srt', '-i', files.captions);
    inputs.captions = count++;
  }
  if (files.metadata) {
    args.push('-f', 'ffmetadata', '-i', files.metadata);
    inputs.metadata = count++;
  }
  const hole = options.variableRate ? ["select='not(eq(mod(n\\,3)\\,1))*not(between(t\\,5\\,7))'"] : [];
  const pixels =
    options.videoCodec === 'hevc10' ? 'yuv420p10le' : options.videoCodec === 'mjpeg' ? 'yuvj420p' : 'yuv420p';
  args.push(
    '-map',
    '0:v',
    '-filter:v',
    [...hole, `format=${pixels}`].join(','),
    '-fps_mode',
    options.variableRate ? 'vfr' : 'auto',
  );
  args.push(...videoArgs(options, container));
  if (audio !== 'none') {
    args.push('-map', `${inputs.audio}:a`, '-c:a', audioEncoder(options, container), '-b:a', '128k');
    args.push('-ac', audio === 'mono22k' ? '1' : audio === 'surround' ? '6' : '2');
  }
  moreSounds.forEach(({ language, title }, index) => {
    args.push('-map', `${firstMore + index}:a`, `-c:a:${index + 1}`, 'aac');
    args.push(
      `-metadata:s:a:${index + 1}`,
      `language=${language}`,
      `-metadata:s:a:${index + 1}`,
      `title=${title ?? ''}`,
    );
  });
  if (options.language)
    args.push(...['s', 'a'].flatMap((kind) => [`-metadata:s:${kind}:0`, `language=${options.language}`]));
  if (inputs.captions)
    args.push(
      '-map',
      `${inputs.captions}:s`,
      '-c:s',
      container === 'mp4' || container === 'mov' ? 'mov_text' : container === 'webm' ? 'webvtt' : 'srt',
    );
  if (inputs.metadata) args.push('-map_metadata', String(inputs.metadata));
  if (startSeconds > 0) args.push('-output_ts_offset', String(startSeconds));
  return args;
}

/** Each tone swells at a pace of its own. */
function chord(tonesHz: number[]): string {
  const volume = 0.4 / tonesHz.length;
  return tonesHz
    .map((hz, index) => `${volume.toFixed(3)}*sin(2*PI*${hz}*t)*(0.6+0.4*sin(2*PI*t/${7 + 4 * index}))`)
    .join('+');
}

function videoArgs(options: FilmOptions, container: Container): string[] {
  const codec = options.videoCodec ?? (container === 'webm' ? 'vp9' : container === 'mpeg' ? 'mpeg2' : 'h264');
  const [num = 30, den = 1] = (options.fps ?? '30').split('/').map(Number);
  const gop = Math.max(1, Math.round((options.gopSeconds ?? 2) * (num / den)));
  const bitrate = options.bitrateBps ?? 1_000_000;
  const rate = [
    '-b:v',
    String(bitrate),
    '-maxrate',
    String(bitrate * 2),
    '-bufsize',
    String(bitrate * 4),
    '-g',
    String(gop),
  ];
  const open = options.openGop ? 1 : 0;
  switch (codec) {
    case 'h264':
      return [
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-bf',
        String(options.bframes ?? 2),
        '-x264-params',
        `open-gop=${open}:scenecut=0`,
        ...rate,
      ];
    case 'hevc10':
      return [
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-x265-params',
        `open-gop=${open}:bframes=${options.bframes ?? 3}:scenecut=0:log-level=error`,
        ...rate,
      ];
    case 'vp8':
      return ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', ...rate];
    case 'vp9':
      return ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', ...rate];
    case 'mpeg4':
      return ['-c:v', 'mpeg4', '-bf', String(options.bframes ?? 0), ...rate];
    case 'mpeg2':
      return ['-c:v', 'mpeg2video', '-bf', String(options.bframes ?? 2), ...rate];
    case 'mjpeg':
      return ['-c:v', 'mjpeg', '-q:v', '5'];
    default:
      return codec satisfies never;
  }
}

function audioEncoder(options: FilmOptions, container: Container): string {
  const fallback = container === 'webm' ? 'opus' : container === 'avi' ? 'mp3' : container === 'mpeg' ? 'mp2' : 'aac';
  const codec = options.audioCodec ?? fallback;
  return { aac: 'aac', opus: 'libopus', ac3: 'ac3', mp3: 'libmp3lame', mp2: 'mp2' }[codec];
}

function faststart(container: Container, options: FilmOptions): string[] {
  return (container === 'mp4' || container === 'mov') && !options.moovLast ? ['-movflags', '+faststart'] : [];
}

function chaptersFile({ chapters = [], seconds }: FilmOptions): string {
  const blocks = chapters.map(({ startMs, title }, index) => {
    const end = chapters[index + 1]?.startMs ?? seconds * 1000;
    const escaped = title.replaceAll(/([=;#\\\n])/g, '\\$1');
    return `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${startMs}\nEND=${end}\ntitle=${escaped}\n`;
  });
  return `;FFMETADATA1\n${blocks.join('')}`;
}
