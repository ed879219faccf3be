const LOOK_AGAIN_MS = 1000;

/** Lets readers of an upload wait for its next bytes: told by the writer here, or in vain for a second. */
export class Arrivals {
  readonly #waiting = new Map<string, Set<() => void>>();

  tell(uploadId: string): void {
    for (const wake of this.#waiting.get(uploadId) ?? []) wake();
  }

  next(uploadId: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiters = this.#waiting.get(uploadId) ?? new Set();
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        waiters.delete(wake);
        if (waiters.size === 0) this.#waiting.delete(uploadId);
        resolve();
      };
      const timer = setTimeout(wake, LOOK_AGAIN_MS);
      this.#waiting.set(uploadId, waiters.add(wake));
      signal.addEventListener('abort', wake);
    });
  }
}
