interface Sample {
  atMs: number;
  bytes: number;
}

const WINDOW_MS = 8000;
const ENOUGH_MS = 700;

/** Speed over the last seconds: steady enough to read, quick enough to notice a change. */
export class SpeedEstimator {
  #samples: Sample[] = [];

  /** `bytes` is the position reached. */
  add(bytes: number, atMs: number): void {
    const last = this.#samples.at(-1);
    // A position that went back is another attempt.
    if (last && bytes < last.bytes) this.#samples = [];
    this.#samples.push({ atMs, bytes });
    const from = this.#samples.findIndex((sample) => sample.atMs >= atMs - WINDOW_MS);
    if (from > 1) this.#samples.splice(0, from - 1);
  }

  reset(): void {
    this.#samples = [];
  }

  /** Bytes per second, or null before there is enough to tell. */
  bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < ENOUGH_MS) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs);
  }

  secondsLeft(sizeBytes: number): number | null {
    const speed = this.bytesPerSecond();
    const last = this.#samples.at(-1);
    if (!speed || !last) return null;
    return (sizeBytes - last.bytes) / speed;
  }
}
