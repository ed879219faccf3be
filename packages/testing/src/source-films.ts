import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FilmOptions, findFfmpeg, generateFilm } from '@kinora/ffmpeg';

export interface SourceFilm {
  /** What is special about it; also the name of its tests. */
  name: string;
  extension: string;
  film: Partial<Omit<FilmOptions, 'path' | 'signal'>>;
  /** Runs of ffmpeg that make the source out of the generated film: `{in}` is that film, `{mid}` a file between runs. */
  made?: string[][];
}

const SMALL = { seconds: 12, width: 426, height: 240, bitrateBps: 400_000 };
const DIRECTORY = join(tmpdir(), 'kinora-test-films');

/** The source as a file: made once per machine. */
export async function makeSource(source: SourceFilm): Promise<string> {
  const film = { ...SMALL, ...source.film };
  const key = JSON.stringify([film, source.made]);
  const name = createHash('sha256').update(key).digest('hex').slice(0, 20);
  const path = join(DIRECTORY, `source-${name}.${source.extension}`);
  if (existsSync(path)) return path;
  await mkdir(DIRECTORY, { recursive: true });
  const folder = await mkdtemp(join(DIRECTORY, 'making-'));
  try {
    const generated = join(folder, `in.${source.extension}`);
    await generateFilm({ ...film, path: generated });
    const made = source.made ? await run(source.made, { folder, generated, extension: source.extension }) : generated;
    await rename(made, path);
    return path;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(
  runs: string[][],
  { folder, generated, extension }: { folder: string; generated: string; extension: string },
): Promise<string> {
  const out = join(folder, `${randomUUID()}.${extension}`);
  const mid = join(folder, `mid.${extension}`);
  const { ffmpegPath } = await findFfmpeg();
  for (const args of runs) {
    const named = args.map((arg) =>
      arg.replaceAll('{in}', generated).replaceAll('{mid}', mid).replaceAll('{out}', out),
    );
    await promisify(execFile)(ffmpegPath, ['-v', 'error', '-y', '-nostdin', ...named]);
  }
  return out;
}

/** One colour all over, and a quarter of another at the upper left of the coded picture. */
export const PATCH = { rgb: [192, 48, 32], corner: [32, 64, 208] } as const;
const hex = (rgb: readonly number[]) => `0x${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
const patches = `color=c=${hex(PATCH.rgb)}:s=S:r=R,drawbox=w=iw/4:h=ih/4:c=${hex(PATCH.corner)}:t=fill`;

/** The same two colours as light, at 203 cd/m² for white (ITU-R BT.2408), in a transfer function of HDR. */
const hdrFrom = (transfer: string) =>
  [
    'format=gbrp,setparams=colorspace=gbr:color_primaries=bt709:color_trc=bt709:range=pc',
    'zscale=t=linear:npl=203,format=gbrpf32le',
    `zscale=p=bt2020:t=${transfer}:m=bt2020nc:r=tv:npl=203`,
    'format=yuv420p10le',
  ].join(',');
const hdr = (transfer: string) => [
  ...['-i', '{in}', '-vf', hdrFrom(transfer), '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params'],
  `colorprim=bt2020:transfer=${transfer}:colormatrix=bt2020nc:log-level=error`,
  ...['-c:a', 'copy', '{out}'],
];
const tagged = (matrix: string) => [
  ...['-i', '{in}', '-vf', `scale=out_color_matrix=${matrix}:out_range=tv,format=yuv420p`],
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-g', '60', '-c:a', 'copy'],
  ...['-colorspace', matrix, '-color_primaries', matrix, '-color_trc', matrix, '-color_range', 'tv', '{out}'],
];

/** One film of each kind that people bring. */
export const SOURCE_FILMS = {
  matroska: { name: 'Matroska, with sound that begins later', extension: 'mkv', film: { audio: 'late' } },
  webm: { name: 'VP9 and Opus in WebM', extension: 'webm', film: {} },
  transport: { name: 'a transport stream', extension: 'ts', film: {} },
  cinema: { name: 'a cinema format', extension: 'mp4', film: { width: 1000, height: 416 } },
  fast: {
    name: '59.94 frames per second',
    extension: 'mp4',
    film: { width: 960, height: 540, fps: '60000/1001', bitrateBps: 2_000_000 },
  },
  portrait: { name: 'a portrait film', extension: 'mp4', film: { width: 360, height: 640 } },
  odd: {
    name: 'odd dimensions',
    extension: 'webm',
    film: {},
    made: [
      [
        '-i',
        '{in}',
        '-vf',
        'scale=321:241,setsar=1',
        '-c:v',
        'libvpx-vp9',
        '-deadline',
        'realtime',
        '-cpu-used',
        '8',
      ].concat(['-b:v', '400k', '-c:a', 'copy', '{out}']),
    ],
  },
  shortEnd: { name: 'three frames after the last keyframe', extension: 'mp4', film: { seconds: 12.1, gopSeconds: 4 } },
  silent: { name: 'a film without sound', extension: 'mp4', film: { audio: 'none' } },
  variable: { name: 'a variable frame rate with a hole of 2 s', extension: 'mp4', film: { variableRate: true } },
  hevc: {
    name: 'open-GOP 10-bit HEVC in Matroska',
    extension: 'mkv',
    film: { videoCodec: 'hevc10', openGop: true, gopSeconds: 4, seconds: 24 },
  },
  openGop: {
    name: 'open-GOP H.264',
    extension: 'mp4',
    film: { openGop: true, gopSeconds: 4, seconds: 24, bframes: 3 },
  },
  vp8: { name: 'VP8', extension: 'webm', film: { videoCodec: 'vp8' } },
  av1: {
    name: 'AV1 and Opus in WebM',
    extension: 'webm',
    film: {},
    made: [['-i', '{in}', '-c:v', 'libsvtav1', '-preset', '12', '-b:v', '400k', '-g', '60', '-c:a', 'copy', '{out}']],
  },
  mpeg4Avi: { name: 'MPEG-4 in AVI', extension: 'avi', film: { videoCodec: 'mpeg4' } },
  h264Avi: { name: 'H.264 with B-frames in AVI', extension: 'avi', film: { videoCodec: 'h264' } },
  program: { name: 'an MPEG-2 program stream', extension: 'mpg', film: { videoCodec: 'mpeg2' } },
  motionJpeg: {
    name: 'Motion JPEG of full range in QuickTime',
    extension: 'mov',
    film: { videoCodec: 'mjpeg', picture: patches },
  },
  startsLate: {
    name: 'a transport stream that starts at 1.467 s',
    extension: 'ts',
    film: { startSeconds: 1.467, audio: 'late' },
  },
  flv: { name: 'FLV', extension: 'flv', film: {} },
  rotated: {
    name: 'a rotated phone video',
    extension: 'mp4',
    film: { rotation: 90, width: 640, height: 360, picture: patches },
  },
  hidden: {
    name: 'an edit list that hides frames',
    extension: 'mp4',
    film: { gopSeconds: 4 },
    made: [['-ss', '1.3', '-i', '{in}', '-map', '0', '-c', 'copy', '{out}']],
  },
  mono: { name: 'mono sound of 22 kHz', extension: 'mp4', film: { audio: 'mono22k' } },
  surround: { name: '5.1 AC-3', extension: 'mkv', film: { audio: 'surround', audioCodec: 'ac3' } },
  opus: { name: 'Opus beside H.264', extension: 'mkv', film: { audioCodec: 'opus' } },
  soundLonger: { name: 'sound that is longer', extension: 'mp4', film: { audio: 'longer' } },
  soundShorter: { name: 'sound that is shorter', extension: 'mp4', film: { audio: 'shorter' } },
  slow: { name: 'one frame per second', extension: 'mp4', film: { fps: '1', seconds: 40, gopSeconds: 8 } },
  slides: {
    name: '44 minutes of one frame per second',
    extension: 'mp4',
    film: { fps: '1', seconds: 2640, gopSeconds: 250, bitrateBps: 100_000, width: 320, height: 180 },
  },
  oneGop: { name: 'one GOP of 40 s', extension: 'mp4', film: { gopSeconds: 60, seconds: 40 } },
  interlaced: {
    name: 'interlaced',
    extension: 'mp4',
    film: {},
    made: [['-i', '{in}', '-vf', 'interlace', '-c:v', 'libx264', '-flags', '+ilme+ildct', '-c:a', 'copy', '{out}']],
  },
  perceptual: {
    name: 'HDR with the PQ curve',
    extension: 'mkv',
    film: { picture: patches, seconds: 6 },
    made: [hdr('smpte2084')],
  },
  hybridLog: {
    name: 'HDR with the HLG curve',
    extension: 'mkv',
    film: { picture: patches, seconds: 6 },
    made: [hdr('arib-std-b67')],
  },
  proRes: {
    name: 'HDR in ProRes, which is encoded on its way',
    extension: 'mov',
    film: { picture: patches, seconds: 6 },
    made: [
      [
        ...['-i', '{in}', '-vf', hdrFrom('smpte2084'), '-c:v', 'prores_ks', '-profile:v', '0', '-c:a', 'copy'],
        ...['-color_primaries', 'bt2020', '-color_trc', 'smpte2084', '-colorspace', 'bt2020nc', '{out}'],
      ],
    ],
  },
  bt709: {
    name: 'BT.709, named',
    extension: 'mp4',
    film: { picture: patches, width: 1280, height: 720 },
    made: [tagged('bt709')],
  },
  bt601: { name: 'BT.601, named', extension: 'mp4', film: { picture: patches }, made: [tagged('smpte170m')] },
  bt709Unnamed: {
    name: 'BT.709 of a large picture, not named',
    extension: 'mp4',
    film: { picture: `${patches},scale=out_color_matrix=bt709`, width: 1280, height: 720 },
  },
  sizeChange: {
    name: 'a change of size in mid-stream',
    extension: 'ts',
    film: { audio: 'normal' },
    made: [
      [
        '-i',
        '{in}',
        '-vf',
        'scale=640:360',
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-g',
        '60',
        '-c:a',
        'copy',
      ].concat(['{mid}']),
      ['-i', 'concat:{in}|{mid}', '-c', 'copy', '{out}'],
    ],
  },
  large: {
    name: 'a picture of 3840×2160',
    extension: 'mp4',
    film: { width: 3840, height: 2160, fps: '12', seconds: 6, bitrateBps: 8_000_000 },
  },
} as const satisfies Record<string, SourceFilm>;
