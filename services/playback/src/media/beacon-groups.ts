import type { Beacon, ViewsStore } from '../store/views-store.ts';

const GATHER_MS = 25;
const LARGEST_GROUP = 2000;

/** Beacons of many viewers in one commit; each caller is answered after the commit that holds its own. */
export class BeaconGroups {
  readonly #views: ViewsStore;
  #waiting: { beacon: Beacon; resolve: () => void; reject: (error: unknown) => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(views: ViewsStore) {
    this.#views = views;
  }

  add(beacon: Beacon): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ beacon, resolve, reject });
      if (this.#waiting.length >= LARGEST_GROUP) this.#flush();
      else this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
    });
  }

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
    this.#running = this.#running.then(() => this.#commit(group));
  }

  async #commit(group: { beacon: Beacon; resolve: () => void; reject: (error: unknown) => void }[]): Promise<void> {
    try {
      await this.#views.record(group.map(({ beacon }) => beacon));
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
