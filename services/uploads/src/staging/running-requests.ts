/**
 * One writer per upload in this process. A new request asks the running one to stop (its connection may be dead
 * without our knowing) and goes on when that has acknowledged what it has.
 */
export class RunningRequests {
  readonly #running = new Map<string, { stop: AbortController; done: Promise<void> }>();

  async run<T>(uploadId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    for (;;) {
      const earlier = this.#running.get(uploadId);
      if (!earlier) break;
      earlier.stop.abort();
      await earlier.done;
    }
    const stop = new AbortController();
    let finished = () => {};
    const done = new Promise<void>((resolve) => {
      finished = resolve;
    });
    this.#running.set(uploadId, { stop, done });
    try {
      return await work(stop.signal);
    } finally {
      this.#running.delete(uploadId);
      finished();
    }
  }

  /** Has the running request, if any, acknowledge what it has and end. */
  async settle(uploadId: string): Promise<void> {
    const running = this.#running.get(uploadId);
    running?.stop.abort();
    await running?.done;
  }
}
