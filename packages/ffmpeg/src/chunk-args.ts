import type { BesideOwn, ChunkTask, Rendition } from '@kinora/media';
import { storyboardGrid } from '@kinora/media';
import { encoderArgs } from './encoder-args.ts';
import type { Ffmpeg } from './find-ffmpeg.ts';
import { fragmentedMp4Args, inputArgs } from './input-args.ts';
import type { ResolvedLimits } from './limits.ts';
import { deinterlace, type PictureTraits, scaleTo, toneMapAt } from './video-filters.ts';

export type ChunkPlan = {
  ffmpeg: Ffmpeg;
  chunk: ChunkTask;
  renditions: Rendition[];
  picture: PictureTraits;
  /** What the source segments' times are ahead of the published ones, 90 kHz. */
  mediaTime: number;
  tile: { width: number; height: number } | undefined;
  threads: number;
  /** The first picture of the input in place of the chunk's own. */
  holdFirstPicture: boolean;
  /** The first rendition stands beside a file's own picture. */
  besideOwn: BesideOwn | undefined;
  limits: ResolvedLimits;
};

/** One decode, scaled down to all renditions in turn (pipes 3, 4, …), and the storyboard (the pipe after them). */
export function chunkArgs(plan: ChunkPlan): string[] {
  const { chunk, renditions, tile } = plan;
  const longestSegmentFrames = longestSegment(plan);
  const outputs = renditions.flatMap((rendition, index) => [
    ...['-map', `[v${index}]`],
    ...encoderArgs(rendition, {
      longestSegmentFrames,
      threads: plan.threads,
      besideOwn: index === 0 ? plan.besideOwn : undefined,
    }),
    ...['-force_key_frames', chunk.cuts90k.map(plan.holdFirstPicture ? exactly : justBefore).join(',')],
    ...fragmentedMp4Args(['frag_keyframe']),
    `pipe:${3 + index}`,
  ]);
  const storyboard = tile
    ? [
        '-map',
        '[story]',
        '-fps_mode',
        'passthrough',
        '-c:v',
        'mjpeg',
        '-q:v',
        '5',
        '-f',
        'image2pipe',
        `pipe:${3 + renditions.length}`,
      ]
    : [];
  return [
    ...['-v', 'error', '-y', '-nostdin', '-copyts', '-threads', String(plan.threads)],
    ...inputArgs('stdin', 'mov', plan.limits),
    ...['-filter_complex_threads', '1', '-filter_complex', filterGraph(plan)],
    ...outputs,
    ...storyboard,
  ];
}

function filterGraph(plan: ChunkPlan): string {
  const { ffmpeg, chunk, renditions, picture, mediaTime, tile, holdFirstPicture, besideOwn } = plan;
  const largest = renditions[0];
  const common = [
    ...['settb=1/90000', `setpts=PTS-${mediaTime}`],
    ...deinterlace(picture),
    ...(holdFirstPicture ? held(chunk, picture) : []),
    `trim=start_pts=${chunk.startPts90k}:end_pts=${chunk.endPts90k}`,
    // Once for all renditions.
    ...(largest ? toneMapAt(largest, { picture, ffmpeg }) : []),
  ];
  const into = renditions.length > 0 ? (tile ? ',split=2[c0][story0]' : '[c0]') : '[story0]';
  const graph = [`[0:v:0]${common.join(',')}${into}`];
  // Each rendition is scaled from the next larger one: half the work of scaling all from the source.
  renditions.forEach((rendition, index) => {
    const before = renditions[index - 1]?.rateDivisor ?? 1;
    const thinned = rendition.rateDivisor === before ? [] : keepFrames(rendition, chunk, picture);
    const next = index + 1 < renditions.length ? `,split=2[v${index}][c${index + 1}]` : `[v${index}]`;
    const scaled = scaleTo(rendition, index === 0 ? besideOwn : undefined);
    graph.push(`[c${index}]${[...thinned, ...scaled].join(',')}${next}`);
  });
  if (tile) {
    const { columns, rows } = storyboardGrid(chunk.storyboard90k.length);
    const select = chunk.storyboard90k.map((pts) => `eq(pts\\,${pts})`).join('+');
    const filters = [
      `select='${select}'`,
      `scale=${tile.width}:${tile.height}:out_range=pc`,
      'setsar=1',
      `tile=${columns}x${rows}`,
    ];
    graph.push(`[story0]${filters.join(',')},format=yuvj420p[story]`);
  }
  return graph.join(';');
}

/** The same rule as `keptFrames` of @kinora/media: counted from the start of each segment, without state. */
function keepFrames(rendition: Rendition, chunk: ChunkTask, picture: PictureTraits): string[] {
  if (rendition.rateDivisor === 1) return [];
  const start = chunk.cuts90k
    .map((cut) => `${cut}*gte(pts\\,${cut})`)
    .reduce((expression, term) => `max(${expression}\\,${term})`);
  const period = `${framePeriod90k(picture)}`;
  return [`select='not(mod(round((pts-${start})/${period})\\,${rendition.rateDivisor}))'`];
}

export function framePeriod90k(picture: PictureTraits): number {
  return (90_000 * picture.fpsDen) / picture.fpsNum;
}

/** One picture again and again, at the film's own rate, from the start of the chunk on. */
function held(chunk: ChunkTask, picture: PictureTraits): string[] {
  const pts = `${chunk.startPts90k}+round(N*${framePeriod90k(picture)})`;
  return ["select='eq(n\\,0)'", 'loop=loop=-1:size=1:start=0', `setpts='${pts}'`];
}

/** To the tick: what is made for the cut needs no room for another's rounding. */
function exactly(cut90k: number): string {
  return Math.max(0, cut90k / 90_000 - 0.000005).toFixed(6);
}

/** Half a millisecond early, so that rounding cannot make ffmpeg miss the frame. */
function justBefore(cut90k: number): string {
  return Math.max(0, cut90k / 90_000 - 0.0005).toFixed(6);
}

function longestSegment({ chunk, picture }: ChunkPlan): number {
  const lengths = chunk.cuts90k.map((cut, index) => (chunk.cuts90k[index + 1] ?? chunk.endPts90k) - cut);
  return Math.min(chunk.frames, Math.ceil((2 * Math.max(...lengths)) / framePeriod90k(picture)));
}
