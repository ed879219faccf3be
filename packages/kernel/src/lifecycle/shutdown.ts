import type { Log } from '../log/log.ts';

/** What has to be closed, in the reverse order of its opening, each step with a deadline of its own. */
export class Shutdown {
  readonly #steps: { name: string; close: () => Promise<unknown> }[] = [];
  readonly #log: Log;
  #done: Promise<void> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  defer(name: string, close: () => Promise<unknown>): void {
    this.#steps.push({ name, close });
  }

  run(stepDeadlineMs = 4000): Promise<void> {
    this.#done ??= this.#runOnce(stepDeadlineMs);
    return this.#done;
  }

  async #runOnce(stepDeadlineMs: number): Promise<void> {
    for (const { name, close } of this.#steps.toReversed()) {
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), stepDeadlineMs);
      });
      try {
        const outcome = await Promise.race([close(), deadline]);
        if (outcome === 'late') this.#log.warn({ step: name }, 'a part did not stop in time');
      } catch (error) {
        this.#log.error({ err: error, step: name }, 'a part failed while it stopped');
      } finally {
        clearTimeout(timer);
      }
    }
  }
}
