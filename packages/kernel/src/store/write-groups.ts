interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Writes of many callers in one commit; each is answered after the commit that holds its own. One group at a time: what
 * comes while it is written is the next one, so that rows which all want to write are locked once for all of them.
 */
export class WriteGroups<Item, Result = void> {
  readonly #commit: (items: Item[]) => Promise<readonly Result[]>;
  readonly #gatherMs: number;
  readonly #largest: number;
  #waiting: Waiting<Item, Result>[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  /** `commit` answers one result for each item, in their order; when it rejects, all of the group do. */
  constructor(options: {
    commit: (items: Item[]) => Promise<readonly Result[]>;
    /** How long the first of a group waits for others. */
    gatherMs: number;
    largest: number;
  }) {
    this.#commit = options.commit;
    this.#gatherMs = options.gatherMs;
    this.#largest = options.largest;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length >= this.#largest) this.#flush();
      else this.#timer ??= setTimeout(() => this.#flush(), this.#gatherMs);
    });
  }

  /** Writes what waits, and ends when it is written. */
  async close(): Promise<void> {
    this.#flush();
    await this.#running;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    this.#running = this.#running.then(() => this.#write(group));
  }

  async #write(group: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#commit(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
