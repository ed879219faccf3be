import type { Rendition } from '@kinora/media';
import { type Ffmpeg, findFfmpeg } from './find-ffmpeg.ts';
import { inputArgs } from './input-args.ts';
import { type MediaLimits, resolveLimits } from './limits.ts';
import { MediaFailure } from './media-failure.ts';
import { run } from './run.ts';
import { deinterlace, type PictureTraits, scaleTo, toneMapAt } from './video-filters.ts';

/** How like its source a rendition is on the screen: SSIM over luma and chroma as ffmpeg's filter has it, 1 is the same. */
export type RenditionQuality = { name: string; screenSsim: number };

export type MeasureQualityOptions = {
  /** A file of the source's init segment and those segments that are needed to decode the part. */
  sourcePath: string;
  /** Each with a file of its init segment and its segments of the part. */
  renditions: { rendition: Rendition; path: string }[];
  /** All are enlarged to it, and the source is made as large: what viewers see who have room for the largest one. */
  screen: { width: number; height: number };
  /** What is compared: published times. Of all of its frames, because encoders favour some of them. */
  part: { startPts90k: number; endPts90k: number };
  picture: PictureTraits;
  signal?: AbortSignal | undefined;
  limits?: MediaLimits | undefined;
};

/** Compares renditions with their source in a part of the film, all on the same screen. Throws MediaFailure. */
export async function measureQuality(options: MeasureQualityOptions): Promise<RenditionQuality[]> {
  const { renditions, signal } = options;
  const limits = resolveLimits(options.limits, 600_000);
  const ffmpeg = await findFfmpeg();
  const scores = renditions.map(({ rendition }) => ({ name: rendition.name, score: new Score() }));
  await run({
    ffmpeg,
    program: 'ffmpeg',
    args: [
      ...['-v', 'error', '-y', '-nostdin', '-copyts', '-threads', '1'],
      ...[{ path: options.sourcePath }, ...renditions].flatMap(({ path }) => inputArgs({ path }, 'mov', limits)),
      ...['-filter_complex_threads', '1', '-filter_complex', filterGraph(options, ffmpeg)],
      ...scores.flatMap((_, index) => ['-map', `[o${index}]`, '-fps_mode', 'passthrough', '-f', 'null', '-']),
    ],
    outputs: scores.map(
      ({ score }) =>
        (bytes) =>
          score.read(bytes),
    ),
    limits,
    signal,
  });
  return scores.map(({ name, score }) => ({ name, screenSsim: score.mean() }));
}

/** The source at the size of the screen, beside each rendition; frames meet by their times. */
function filterGraph({ renditions, screen, part, picture }: MeasureQualityOptions, ffmpeg: Ffmpeg): string {
  // Their edit lists put files on the published times.
  const trim = `trim=start_pts=${part.startPts90k}:end_pts=${part.endPts90k}`;
  const source = [
    ...['settb=1/90000', ...deinterlace(picture), trim],
    ...toneMapAt(screen, { picture, ffmpeg }),
    ...scaleTo(screen),
  ];
  const copies = renditions.map((_, index) => `[s${index}]`).join('');
  const graph = [`[0:v:0]${source.join(',')},split=${renditions.length}${copies}`];
  for (const index of renditions.keys()) {
    const print = `metadata=mode=print:key=lavfi.ssim.All:file='pipe\\:${3 + index}'`;
    graph.push(`[${index + 1}:v:0]settb=1/90000,${trim},${scaleTo(screen).join(',')}[r${index}]`);
    graph.push(`[r${index}][s${index}]ssim=shortest=1,${print}[o${index}]`);
  }
  return graph.join(';');
}

/** Reads what is printed of each frame: a line with its time, and one with the number. */
class Score {
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
