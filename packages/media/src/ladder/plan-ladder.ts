import type { LadderSource, PassthroughReason, Rendition } from './rendition.ts';

export type PlanLadderOptions = { passthrough?: boolean; maxShortSide?: number };

/** Short sides of the rungs, and the VBV maximum of a 16:9 picture at 30 fps. */
const rungs = [
  { shortSide: 2160, maxrateBps: 22_000_000 },
  { shortSide: 1440, maxrateBps: 11_000_000 },
  { shortSide: 1080, maxrateBps: 6_220_000 },
  { shortSide: 720, maxrateBps: 3_040_000 },
  { shortSide: 480, maxrateBps: 1_470_000 },
  { shortSide: 360, maxrateBps: 1_040_000 },
  { shortSide: 240, maxrateBps: 520_000 },
];

/** Renditions above this rate are thinned to it; those up to 480p to 40. */
const MAX_FPS = 65;
const MAX_FPS_LOW = 40;
const LOW_SHORT_SIDE = 480;

/** A source this close above a rung replaces it: 1088 lines instead of 1088 and 1080. */
const RUNG_TOLERANCE = 1.12;

/** Renditions from the source's own size down to 240p (short side), largest first. */
export function planLadder(source: LadderSource, options: PlanLadderOptions = {}): Rendition[] {
  const size = displaySize(source);
  const shortSide = Math.min(size.width, size.height);
  const top = Math.min(shortSide, options.maxShortSide ?? 2160);
  const sides = rungs.map((rung) => rung.shortSide).filter((side) => side * RUNG_TOLERANCE < top);
  return [top, ...sides].map((side, index) => {
    const passthrough = index === 0 && (options.passthrough ?? false);
    const scaled =
      side === shortSide ? size : { width: (size.width * side) / shortSide, height: (size.height * side) / shortSide };
    const width = passthrough ? source.width : even(scaled.width);
    const height = passthrough ? source.height : even(scaled.height);
    const limit = side <= LOW_SHORT_SIDE ? MAX_FPS_LOW : MAX_FPS;
    const rateDivisor = passthrough ? 1 : thinning(source.fpsNum / source.fpsDen / limit);
    const fps = source.fpsNum / source.fpsDen / rateDivisor;
    return {
      name: `${Math.min(width, height)}p`,
      width,
      height,
      fpsNum: source.fpsNum,
      fpsDen: source.fpsDen * rateDivisor,
      rateDivisor,
      maxrateBps: maxrateBps(width, height, fps),
      passthrough,
    };
  });
}

/** Why the source's own packets cannot be published; empty when they can. */
export function passthroughReasons(source: LadderSource): PassthroughReason[] {
  const fps = source.fpsNum / source.fpsDen;
  const checks: [PassthroughReason, boolean][] = [
    ['not-copyable', !source.copyable],
    ['codec', source.codec !== 'h264'],
    ['pixel-format', source.pixFmt !== 'yuv420p' && source.pixFmt !== 'yuvj420p'],
    ['rotation', source.rotation !== 0],
    ['pixel-aspect', Math.abs(source.sar - 1) > 0.001],
    ['odd-size', source.width % 2 !== 0 || source.height % 2 !== 0],
    ['bitrate', (source.bitrateBps ?? 0) > passthroughCapBps(source)],
    ['interlaced', source.interlaced ?? false],
    ['hidden-frames', (source.hiddenFrames ?? 0) > 0],
    ['frame-rate', fps > MAX_FPS],
  ];
  return checks.filter(([, refused]) => refused).map(([reason]) => reason);
}

/** The bit rate up to which a source is published as it is. Where it is unknown it is measured while reading. */
export function passthroughCapBps(source: Pick<LadderSource, 'width' | 'height' | 'fpsNum' | 'fpsDen'>): number {
  return Math.max(1_500_000, 2 * maxrateBps(source.width, source.height, source.fpsNum / source.fpsDen));
}

/** Square pixels, upright. */
export function displaySize(source: Pick<LadderSource, 'width' | 'height' | 'sar' | 'rotation'>) {
  const width = source.sar > 1 ? source.width * source.sar : source.width;
  const height = source.sar < 1 ? source.height / source.sar : source.height;
  return source.rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** Interpolated between the rungs by number of pixels, on a logarithmic scale; half as much again at 60 fps. */
export function maxrateBps(width: number, height: number, fps: number): number {
  const points = rungs.map((rung) => ({ pixels: (rung.shortSide ** 2 * 16) / 9, rate: rung.maxrateBps })).reverse();
  const pixels = width * height;
  const upper = Math.max(
    1,
    points.findIndex((point) => point.pixels >= pixels),
  );
  const [a, b] = pixels > (points.at(-1)?.pixels ?? 0) ? points.slice(-2) : points.slice(upper - 1, upper + 1);
  if (!a || !b) return rungs[0]?.maxrateBps ?? 0;
  const slope = Math.log(b.rate / a.rate) / Math.log(b.pixels / a.pixels);
  const rate = a.rate * (pixels / a.pixels) ** slope;
  const speed = 1 + 0.5 * Math.min(1, Math.max(0, (fps - 30) / 30));
  return Math.max(100_000, Math.round((rate * speed) / 10_000) * 10_000);
}

/** Powers of two, so that what a lower rendition keeps is always part of what the higher ones keep. */
function thinning(excess: number): number {
  return excess <= 1 ? 1 : 2 ** Math.ceil(Math.log2(excess));
}

function even(value: number): number {
  // To the nearest even number, and down from an odd one: a line is lost rather than made up.
  return Math.max(2, Math.ceil(value / 2 - 0.5) * 2);
}
