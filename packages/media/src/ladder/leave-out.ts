import type { Rendition } from './rendition.ts';

/** What was found in one part of a film. */
export interface LadderSample {
  /** By the name of the rendition: of its segments in that part. */
  bytes: Record<string, number>;
  /** How like the source each is on the screen that the largest rendition fills; 1 is the same. */
  qualities: { name: string; screenSsim: number }[];
}

export interface LeftOut {
  name: string;
  because: 'no_better' | 'no_smaller';
}

/** Two pictures whose SSIM differs by less are the same to everybody. */
const SAME_SSIM = 0.002;
/** Of a part that is so much better somebody would miss it, whatever the rest of the film is like. */
const MISSED_SSIM = 0.01;
/** Who has too little room for a rendition is not helped by one that saves less. */
const SAME_BYTES = 0.95;

/**
 * Whether two are compared: of the same codec, and with as many pictures. One that has fewer is not worse in any of them,
 * but it is.
 */
export function areAlike(one: Rendition, other: Rendition): boolean {
  return one.codec === other.codec && one.rateDivisor === other.rateDivisor;
}

/**
 * Renditions that nobody gains from: not better on the same screen than a smaller one that stays, or not smaller than the
 * next larger one that stays. What is passed through stays, and what is unknown.
 */
export function leaveOut(ladder: readonly Rendition[], samples: readonly LadderSample[]): LeftOut[] {
  if (samples.length === 0) return [];
  const ascending = ladder.toSorted((a, b) => a.width - b.width);
  const left: LeftOut[] = [];
  const stays: Rendition[] = [];
  for (const rung of ascending) {
    const rivals = stays.filter((smaller) => areAlike(smaller, rung));
    if (!rung.passthrough && rivals.some((smaller) => isNoBetter(rung, smaller, samples)))
      left.push({ name: rung.name, because: 'no_better' });
    else stays.push(rung);
  }
  const bytesOf = ({ name }: Rendition) => samples.reduce((sum, { bytes }) => sum + (bytes[name] ?? Number.NaN), 0);
  const larger = new Map<Rendition['codec'], Rendition>();
  for (const rung of stays.toReversed()) {
    const next = larger.get(rung.codec);
    if (next && !rung.passthrough && bytesOf(rung) >= SAME_BYTES * bytesOf(next))
      left.push({ name: rung.name, because: 'no_smaller' });
    else larger.set(rung.codec, rung);
  }
  return left;
}

/** Over all of the parts, and in each of them; a part that was not compared says that it might be. */
function isNoBetter(rung: Rendition, smaller: Rendition, samples: readonly LadderSample[]): boolean {
  const gains = samples.map(({ qualities }) => {
    const of = ({ name }: Rendition) => qualities.find((each) => each.name === name)?.screenSsim ?? Number.NaN;
    return of(rung) - of(smaller);
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  return mean < SAME_SSIM && gains.every((gain) => gain < MISSED_SSIM);
}
