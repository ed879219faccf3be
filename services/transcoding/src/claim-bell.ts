const LOOK_AGAIN_MS = 1000;

/** Lets claims wait for work: rung when tasks appear, and by itself each second for what other processes added. */
export class ClaimBell {
  #waiters = new Set<() => void>();
  #closed = false;

  get waiting(): number {
    return this.#waiters.size;
  }

  get closed(): boolean {
    return this.#closed;
  }

  ring(): void {
    for (const wake of this.#waiters) wake();
  }

  close(): void {
    this.#closed = true;
    this.ring();
  }

  next(signal: AbortSignal): Promise<void> {
    if (this.#closed || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiters.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, LOOK_AGAIN_MS);
      this.#waiters.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
