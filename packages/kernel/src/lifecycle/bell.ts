const LOOK_AGAIN_MS = 1000;

/** Lets requests wait for something to do: rung here, and by itself each second for what other processes did. */
export class Bell {
  readonly #waiters = new Set<() => void>();
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

  /** Nobody waits from now on. */
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
