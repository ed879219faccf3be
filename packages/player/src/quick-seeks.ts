import { SeekCost } from './seek-cost.ts';

/** What is asked of hls.js. */
interface Levels {
  readonly levels: readonly { width: number; height: number }[];
  readonly autoLevelEnabled: boolean;
  nextAutoLevel: number;
}

interface Fragment {
  frag: { readonly type: string; readonly level: number; readonly start: number; readonly end: number };
}

/** By then more is loaded, whatever the browser still waits for. */
const MOST_MS = 1000;

/**
 * Shows the picture of a place that is sought soon: nothing but its own segment is loaded before it is there, and where a
 * device decodes slowly that segment in a quality that is quick. What is slow is found out by the seeks before; the next
 * segment is as good as ever.
 */
export class QuickSeeks {
  readonly #video: Pick<HTMLVideoElement, 'buffered' | 'currentTime'>;
  readonly #onChange: () => void;
  readonly #cost = new SeekCost();
  /** Since when the media of the place are there, and of how many pixels they are. */
  #seek: { loadedAtMs: number; pixels: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onChange called when `underWay` has changed. */
  constructor(video: Pick<HTMLVideoElement, 'buffered' | 'currentTime'>, onChange: () => void) {
    this.#video = video;
    this.#onChange = onChange;
  }

  /** A picture is waited for that has to be loaded. */
  get underWay(): boolean {
    return this.#timer !== undefined;
  }

  /** Before hls.js hears of it. */
  seeking(hls: Levels): void {
    const atS = this.#video.currentTime;
    if (isBuffered(this.#video.buffered, atS)) {
      this.stop();
      return;
    }
    this.#seek = { loadedAtMs: Number.NaN, pixels: 0 };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(), MOST_MS);
    this.#onChange();
    if (!hls.autoLevelEnabled) return;
    const best = hls.nextAutoLevel;
    const quick = hls.levels.findLastIndex(
      (level, index) => index <= best && level.width * level.height <= this.#cost.mostPixels,
    );
    if (quick !== best) hls.nextAutoLevel = Math.max(quick, 0);
  }

  buffered({ levels }: Pick<Levels, 'levels'>, { frag }: Fragment): void {
    const atS = this.#video.currentTime;
    if (!this.#seek || atS < frag.start || atS >= frag.end) return;
    // Picture or sound: whichever comes last.
    this.#seek.loadedAtMs = performance.now();
    const level = frag.type === 'main' ? levels[frag.level] : undefined;
    if (level) this.#seek.pixels = level.width * level.height;
  }

  seeked(): void {
    const seek = this.#seek;
    this.stop();
    // A computer that slept meanwhile is not slow for that.
    if (seek && seek.pixels > 0) this.#cost.note(seek.pixels, Math.min(performance.now() - seek.loadedAtMs, MOST_MS));
  }

  /** Also when the page is hidden or shown: nobody waits for a picture, and browsers take their time with it. */
  stop(): void {
    this.#seek = null;
    this.#end();
  }

  #end(): void {
    if (!this.underWay) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#onChange();
  }
}

function isBuffered(ranges: TimeRanges, atS: number): boolean {
  for (let i = 0; i < ranges.length; i++) if (atS >= ranges.start(i) && atS < ranges.end(i)) return true;
  return false;
}
