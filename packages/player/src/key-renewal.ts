import type { PlayerSource } from './player-source.ts';
import type { PlayerStore } from './player-store.ts';

const FIRST_MS = 500;
const MOST_MS = 10_000;

export interface KeyRenewalOptions {
  store: PlayerStore;
  /** Asks for the addresses of today; null when there are none for this person any more. Rejects when nobody answers. */
  ask: () => Promise<PlayerSource | null>;
  current: () => PlayerSource;
  onRenewed: (source: PlayerSource) => void;
}

/** Gets new addresses when the old ones are refused, again and again while nobody answers. */
export class KeyRenewal {
  readonly #options: KeyRenewalOptions;
  #isRunning = false;
  /** Since something played. */
  #tries = 0;
  #unanswered = 0;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(options: KeyRenewalOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** What came before says nothing about the next one. */
  forgetTries(): void {
    this.#tries = 0;
  }

  /** Instead of after a while, when there is a network again. */
  hurry(): void {
    if (this.#unanswered > 0) void this.renew();
  }

  async renew(): Promise<void> {
    if (this.#isRunning) return;
    const { store, ask, current, onRenewed } = this.#options;
    this.#isRunning = true;
    this.#tries += 1;
    clearTimeout(this.#later);
    try {
      const source = await ask();
      this.#unanswered = 0;
      const same = source?.hlsUrl === current().hlsUrl;
      // The same address again and again is an address that does not work.
      if (!source || (same && this.#tries > 2)) {
        store.set({ problem: 'gone' });
        return;
      }
      onRenewed(source);
    } catch {
      store.set({ problem: navigator.onLine ? 'server' : 'offline' });
      // Nobody said that it is gone.
      this.#tries -= 1;
      const delayMs = Math.min(MOST_MS, FIRST_MS * 2 ** this.#unanswered);
      this.#unanswered += 1;
      this.#later = setTimeout(() => void this.renew(), delayMs);
    } finally {
      this.#isRunning = false;
    }
  }

  destroy(): void {
    clearTimeout(this.#later);
  }
}
