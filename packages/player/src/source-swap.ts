import type { PlayerStore } from './player-store.ts';
import type { SwapCover } from './swap-cover.ts';

export interface SourceSwapOptions {
  video: HTMLVideoElement;
  cover: SwapCover;
  store: PlayerStore;
  /** Goes on with the next source as the store says. */
  load: () => void;
}

/** Replaces the source at the same position; the last picture stays until the next one is there. */
export class SourceSwap {
  readonly #options: SourceSwapOptions;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SourceSwapOptions) {
    this.#options = options;
  }

  start(delayMs = 0): void {
    this.hold();
    clearTimeout(this.#later);
    if (delayMs > 0) this.#later = setTimeout(this.#options.load, delayMs);
    else this.#options.load();
  }

  /** Until the next source is there the store says what the person wants, and no longer what the element does. */
  hold(): void {
    const { video, cover, store } = this.#options;
    const { swapping, paused } = store.get();
    if (swapping) return;
    cover.show(video);
    // A failure stops the element, and so does replacing its source.
    store.set({ swapping: true, paused: video.error ? paused : video.paused });
  }

  /** Whether the next source is there, and was not before. */
  end(): boolean {
    const { video, cover, store } = this.#options;
    if (!store.get().swapping || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false;
    cover.hide();
    store.set({ swapping: false, problem: null, paused: video.paused });
    return true;
  }

  destroy(): void {
    clearTimeout(this.#later);
  }
}
