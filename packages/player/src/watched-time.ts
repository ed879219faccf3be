interface Range {
  startS: number;
  endS: number;
}

/** Larger steps between two observations are seeks, not watching. */
const LARGEST_STEP_S = 2.5;

/** How much of the film was seen, counting what was seen twice once. */
export class WatchedTime {
  #ranges: Range[] = [];
  #lastS: number | null = null;

  observe(positionS: number, playing: boolean): void {
    const last = this.#lastS;
    this.#lastS = playing ? positionS : null;
    if (!playing || last === null) return;
    const step = positionS - last;
    if (step > 0 && step <= LARGEST_STEP_S) this.#add({ startS: last, endS: positionS });
  }

  /** After a seek the next observation starts anew. */
  jump(): void {
    this.#lastS = null;
  }

  get totalMs(): number {
    return Math.round(this.#ranges.reduce((sum, range) => sum + range.endS - range.startS, 0) * 1000);
  }

  #add(added: Range): void {
    const apart: Range[] = [];
    let { startS, endS } = added;
    for (const range of this.#ranges) {
      if (range.endS < startS || range.startS > endS) {
        apart.push(range);
        continue;
      }
      startS = Math.min(startS, range.startS);
      endS = Math.max(endS, range.endS);
    }
    apart.push({ startS, endS });
    this.#ranges = apart;
  }
}
