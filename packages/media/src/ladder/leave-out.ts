import type { Rendition } from './rendition.ts';

/** What was found in one part of a film. */
export interface LadderSample {
  /** By the name of the rendition: of its segments in that part. */
  bytes: Record<string, number>;
  /** Of each that has a smaller one beside it: how like the source it is, and how like it that one is when enlarged. */
  qualities: { name: string; ssim: number; enlargedSsim: number }[];
}

export interface LeftOut {
  name: string;
  because: 'no_better' | 'no_smaller';
}

/** Two pictures whose SSIM differs by less are the same to everybody. */
const SAME_SSIM = 0.002;
/** Who has too little room for a rendition is not helped by one that saves less. */
const SAME_BYTES = 0.95;

/** The next smaller rendition in the same codec, unless it has fewer pictures: those are no worse, but it is. */
export function smallerOf(rendition: Rendition, ladder: readonly Rendition[]): Rendition | undefined {
  const { codec, width, rateDivisor } = rendition;
  return ladder
    .filter((each) => each.codec === codec && each.width < width && each.rateDivisor === rateDivisor)
    .reduce<Rendition | undefined>((best, each) => (best && best.width >= each.width ? best : each), undefined);
}

/**
 * Renditions that nobody gains from: not better than the next smaller one, enlarged, in any of the parts, or not smaller
 * than the next larger one over all of them. What is passed through stays, and of two neighbours one.
 */
export function leaveOut(ladder: readonly Rendition[], samples: readonly LadderSample[]): LeftOut[] {
  if (samples.length === 0) return [];
  const left: LeftOut[] = [];
  for (const codec of new Set(ladder.map((rendition) => rendition.codec))) {
    const rungs = ladder.filter((rendition) => rendition.codec === codec).toSorted((a, b) => b.width - a.width);
    let larger: Rendition | undefined;
    let isAfterGap = false;
    for (const rung of rungs) {
      const because: LeftOut['because'] | undefined =
        isAfterGap || rung.passthrough ? undefined : uselessness(rung, larger, samples);
      isAfterGap = because !== undefined;
      if (because) left.push({ name: rung.name, because });
      else larger = rung;
    }
  }
  return left;
}

function uselessness(
  rung: Rendition,
  larger: Rendition | undefined,
  samples: readonly LadderSample[],
): LeftOut['because'] | undefined {
  const found = samples.flatMap(({ qualities }) => qualities.filter(({ name }) => name === rung.name));
  const isNoBetter = found.every(({ ssim, enlargedSsim }) => ssim < enlargedSsim + SAME_SSIM);
  if (found.length === samples.length && isNoBetter) return 'no_better';
  const sum = (name: string) => samples.reduce((bytes, sample) => bytes + (sample.bytes[name] ?? Number.NaN), 0);
  return larger && sum(rung.name) >= SAME_BYTES * sum(larger.name) ? 'no_smaller' : undefined;
}
