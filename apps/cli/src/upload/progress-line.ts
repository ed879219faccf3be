import type { Terminal } from '../command.ts';

const WINDOW_MS = 10_000;
const EVERY_MS = 250;

/** Percent, speed of the last ten seconds and time left; on a terminal one line that is written over. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #samples: { atMs: number; bytes: number }[] = [];
  #shownAtMs = Number.NEGATIVE_INFINITY;
  #shownPercent = -100;
  #open = false;

  constructor(terminal: Terminal, now: () => number = Date.now) {
    this.#terminal = terminal;
    this.#now = now;
  }

  update(bytes: number, totalBytes: number): void {
    const atMs = this.#now();
    const last = this.#samples.at(-1);
    // Going on from an earlier offset is no speed.
    if (last && bytes < last.bytes) this.#samples.length = 0;
    this.#samples.push({ atMs, bytes });
    while ((this.#samples[0]?.atMs ?? atMs) < atMs - WINDOW_MS) this.#samples.shift();
    const percent = totalBytes === 0 ? 100 : (bytes / totalBytes) * 100;
    if (this.#terminal.isTty) {
      if (atMs - this.#shownAtMs < EVERY_MS && bytes < totalBytes) return;
      this.#terminal.err(`\r\u001b[2K${this.#describe(bytes, totalBytes)}`);
      this.#open = true;
    } else {
      if (percent < this.#shownPercent + 10 && bytes < totalBytes) return;
      if (this.#shownPercent === 100) return;
      this.#terminal.err(`${this.#describe(bytes, totalBytes)}\n`);
    }
    this.#shownAtMs = atMs;
    this.#shownPercent = percent;
  }

  /** A sentence of its own, such as why nothing moves. */
  say(sentence: string): void {
    this.end();
    this.#terminal.err(`${sentence}\n`);
  }

  end(): void {
    if (this.#open) this.#terminal.err('\n');
    this.#open = false;
  }

  #describe(bytes: number, totalBytes: number): string {
    const percent = totalBytes === 0 ? 100 : Math.floor((bytes / totalBytes) * 100);
    const parts = [`${percent} %`, `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`];
    const first = this.#samples[0];
    const elapsedMs = first ? this.#now() - first.atMs : 0;
    if (first && elapsedMs >= 500 && bytes > first.bytes) {
      const perSecond = ((bytes - first.bytes) / elapsedMs) * 1000;
      parts.push(`${formatBytes(perSecond)}/s`);
      if (bytes < totalBytes) parts.push(`${formatDuration((totalBytes - bytes) / perSecond)} left`);
    }
    return parts.join('  ');
  }
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
