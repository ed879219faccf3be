import type { Rendition, VideoCodec } from './rendition.ts';

/** Beside H.264, which everything plays. */
export type ExtraCodec = Exclude<VideoCodec, 'h264'>;

/** Smaller pictures gain little, and the devices that ask for them decode H.264 at least as well. */
const SMALLEST_SIDE = 480;
/** Of the H.264 rate, at about the same picture. */
const SHARE: Record<ExtraCodec, number> = { hevc: 0.65, av1: 0.55 };

/** The ladder once more in other codecs, from 480p up, or its largest rendition where all are smaller. */
export function planExtraCodecs(ladder: readonly Rendition[], codecs: readonly ExtraCodec[]): Rendition[] {
  const large = ladder.filter(({ width, height }) => Math.min(width, height) >= SMALLEST_SIDE);
  const sizes = large.length > 0 ? large : ladder.slice(0, 1);
  return codecs.flatMap((codec) =>
    sizes.map((rendition) => ({
      ...rendition,
      name: `${rendition.name}${codec}`,
      codec,
      passthrough: false,
      maxrateBps: Math.round(rendition.maxrateBps * SHARE[codec]),
    })),
  );
}
