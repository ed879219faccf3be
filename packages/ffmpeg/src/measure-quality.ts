import { type Rendition, smallerOf } from '@kinora/media';
import { type Ffmpeg, findFfmpeg } from './find-ffmpeg.ts';
import { inputArgs } from './input-args.ts';
import { type MediaLimits, resolveLimits } from './limits.ts';
import { MediaFailure } from './media-failure.ts';
import { run } from './run.ts';
import { deinterlace, type PictureTraits, scaleTo, toneMap } from './video-filters.ts';

/** How like its source one rendition is: SSIM over luma and chroma as ffmpeg's filter has it, 1 is the same. */
export type RenditionQuality = {
  name: string;
  ssim: number;
  /** Of the next smaller rendition, enlarged to the size of this one. */
  enlargedSsim: number;
};

export type MeasureQualityOptions = {
  /** A file of the source's init segment and those segments that are needed to decode the part. */
  sourcePath: string;
  /** Largest first, each with a file of its init segment and its segments of the part. */
  renditions: { rendition: Rendition; path: string }[];
  /** What is compared: published times. Of all of its frames, because encoders favour some of them. */
  part: { startPts90k: number; endPts90k: number };
  picture: PictureTraits;
  signal?: AbortSignal | undefined;
  limits?: MediaLimits | undefined;
};

/**
 * Compares renditions with their source in a part of the film, each that has a smaller one beside it also with that one. Nothing
 * where no two are neighbours. Throws MediaFailure.
 */
export async function measureQuality(options: MeasureQualityOptions): Promise<RenditionQuality[]> {
  const { renditions, signal } = options;
  const limits = resolveLimits(options.limits, 600_000);
  const ffmpeg = await findFfmpeg();
  const comparisons = planComparisons(renditions.map(({ rendition }) => rendition));
  if (comparisons.length === 0) return [];
  const scores = comparisons.map(() => new Scores());
  await run({
    ffmpeg,
    program: 'ffmpeg',
    args: [
      ...['-v', 'error', '-y', '-nostdin', '-copyts', '-threads', '1'],
      ...[{ path: options.sourcePath }, ...renditions].flatMap(({ path }) => inputArgs({ path }, 'mov', limits)),
      ...['-filter_complex_threads', '1', '-filter_complex', filterGraph(options, { ffmpeg, comparisons })],
      ...comparisons.flatMap((_, index) => ['-map', `[o${index}]`, '-fps_mode', 'passthrough', '-f', 'null', '-']),
    ],
    outputs: scores.map((score) => (bytes) => score.read(bytes)),
    limits,
    signal,
  });
  return renditions.flatMap(({ rendition }, index) => {
    const of = (input: number) =>
      scores[comparisons.findIndex((each) => each.size === index && each.input === input)]?.mean();
    const enlarged = comparisons.find((each) => each.size === index && each.input !== index);
    if (!enlarged) return [];
    return [{ name: rendition.name, ssim: of(index) ?? 0, enlargedSsim: of(enlarged.input) ?? 0 }];
  });
}

/** Of `input`, at the size of `size`: places in the list of renditions. */
type Comparison = { size: number; input: number };

function planComparisons(renditions: readonly Rendition[]): Comparison[] {
  return renditions.flatMap((rendition, size) => {
    const smaller = smallerOf(rendition, renditions);
    return smaller
      ? [
          { size, input: size },
          { size, input: renditions.indexOf(smaller) },
        ]
      : [];
  });
}

/** The source at the size of each rendition, beside it; frames meet by their times. */
function filterGraph(
  { renditions, part, picture }: MeasureQualityOptions,
  { ffmpeg, comparisons }: { ffmpeg: Ffmpeg; comparisons: Comparison[] },
): string {
  const largest = renditions[0]?.rendition;
  // Their edit lists put files on the published times.
  const trim = `trim=start_pts=${part.startPts90k}:end_pts=${part.endPts90k}`;
  const common = [
    ...['settb=1/90000', ...deinterlace(picture), trim],
    ...(picture.hdr && largest ? [`scale=${largest.width}:${largest.height}`, ...toneMap(picture, ffmpeg)] : []),
  ];
  const graph = [`[0:v:0]${common.join(',')},split=${comparisons.length}${labels(comparisons, 'r')}`];
  for (const [input] of renditions.entries()) {
    const uses = comparisons.flatMap((comparison, index) => (comparison.input === input ? [index] : []));
    if (uses.length === 0) continue;
    const split = uses.map((index) => `[e${index}]`).join('');
    graph.push(`[${input + 1}:v:0]settb=1/90000,${trim},split=${uses.length}${split}`);
  }
  for (const [index, { size }] of comparisons.entries()) {
    const rendition = renditions[size]?.rendition;
    if (!rendition) continue;
    const scaled = scaleTo(rendition).join(',');
    graph.push(`[e${index}]${scaled}[a${index}]`, `[r${index}]${scaled}[b${index}]`);
    const print = `metadata=mode=print:key=lavfi.ssim.All:file='pipe\\:${3 + index}'`;
    graph.push(`[a${index}][b${index}]ssim=shortest=1,${print}[o${index}]`);
  }
  return graph.join(';');
}

function labels(list: readonly unknown[], letter: string): string {
  return list.map((_, index) => `[${letter}${index}]`).join('');
}

/** Reads what is printed of each frame: a line with its time, and one with the number. */
class Scores {
  #text = '';
  #sum = 0;
  #count = 0;

  async read(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of bytes) {
      this.#text += Buffer.from(piece).toString('latin1');
      const lines = this.#text.split('\n');
      this.#text = lines.pop() ?? '';
      for (const line of lines) this.#add(line);
    }
  }

  #add(line: string): void {
    const [, text] = /^lavfi\.ssim\.All=(.*)$/.exec(line) ?? [];
    if (text === undefined) return;
    const score = Number(text);
    if (!(score <= 1)) throw new MediaFailure('output_invalid', `no score: ${JSON.stringify(text.slice(0, 200))}`);
    this.#sum += score;
    this.#count++;
  }

  mean(): number {
    if (this.#count === 0) throw new MediaFailure('frame_count', 'no frame was compared');
    return this.#sum / this.#count;
  }
}
