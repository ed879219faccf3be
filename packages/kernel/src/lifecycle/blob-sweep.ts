import type { BlobStore } from '@kinora/ports';

export interface BlobSweepOptions {
  blobs: BlobStore;
  /** Where this service keeps its blobs: nobody else writes there. */
  prefix: string;
  /** What is younger may be on its way into a row. */
  graceMs: number;
  /**
   * Which of these keys are over: rows say so. What no row knows is not among them: it may be another database's, and
   * `kinora audit --blobs` names it.
   */
  findOver(keys: readonly string[]): Promise<readonly string[]>;
}

/** Enough to be through a hundred thousand blobs in two hours, and little enough not to be noticed. */
const PAGE = 1000;

/**
 * Removes blobs that came after their end: of a writer that was paused until everything was tidied up. Each turn looks
 * at a page of them, from the first to the last and again.
 */
export class BlobSweep {
  readonly #options: BlobSweepOptions;
  #after: string | undefined;

  constructor(options: BlobSweepOptions) {
    this.#options = options;
  }

  /** Answers true when there is another page before the end. */
  async turn(): Promise<boolean> {
    const { blobs, prefix, graceMs, findOver } = this.#options;
    const page = await blobs.list(prefix, { limit: PAGE, ...(this.#after ? { after: this.#after } : {}) });
    const before = Date.now() - graceMs;
    const old = page.blobs.filter(({ modifiedAt }) => modifiedAt.getTime() <= before).map(({ key }) => key);
    if (old.length > 0) for (const key of await findOver(old)) await blobs.delete(key);
    this.#after = page.more ? page.blobs.at(-1)?.key : undefined;
    return page.more;
  }
}
