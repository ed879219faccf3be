/** What is left of a third of a second for the picture itself, when its segment has been loaded. */
const BUDGET_MS = 180;
/** How fast an expensive seek is forgotten: one that lands just behind a keyframe says little about the next. */
const FORGET = 0.8;

/**
 * How long a device needs for the picture of a place that is sought, by what it needed before: everything from the last
 * keyframe on is decoded first, and where the processor does that, twice the pixels take twice the time.
 */
export class SeekCost {
  #msPerPixel = 0;

  /** A picture of so many pixels was there so many milliseconds after its media. */
  note(pixels: number, ms: number): void {
    this.#msPerPixel = Math.max(ms / pixels, this.#msPerPixel * FORGET);
  }

  /** The most pixels that are there in time. */
  get mostPixels(): number {
    return BUDGET_MS / this.#msPerPixel;
  }
}
