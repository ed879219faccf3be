import type pg from 'pg';
import { type EventRow, type StoredEvent, storedEvent } from './bus-event.ts';

/** Pages that the groups of this process share: sixteen services read the same events at nearly the same time. */
const PAGE_EVENTS = 100;
const CACHED_PAGES = 12;

const READ = {
  name: 'kinora_bus_read',
  text: `select "offset", event_id, type, version, producer, key, aggregate_type, aggregate_id, aggregate_version,
    occurred_at, traceparent, payload from kinora.bus_event where partition = $1 and "offset" >= $2 order by "offset" limit $3`,
};

export class EventReader {
  readonly #pool: pg.Pool;
  /** Offsets have no gaps and events never change, so a page can be kept as long as there is room. */
  readonly #pages = new Map<string, Promise<StoredEvent[]>>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Events from `offset` on, below `next`. The first one is later than `offset` when retention has passed it. */
  async read(partition: number, offset: number, options: { next: number; limit: number }): Promise<StoredEvent[]> {
    const limit = Math.min(options.limit, options.next - offset);
    const cached = await this.#fromPages(partition, offset, limit);
    if (cached) return cached;
    const key = `${partition}:${offset}:${options.next}`;
    const page = this.#pages.get(key) ?? this.#load(partition, offset, { key, limit });
    const events = await page;
    return events.filter((stored) => stored.offset < options.next).slice(0, limit);
  }

  async #fromPages(partition: number, offset: number, limit: number): Promise<StoredEvent[] | undefined> {
    for (const [key, page] of this.#pages) {
      if (!key.startsWith(`${partition}:`)) continue;
      const events = await page.catch(() => []);
      const from = events.findIndex((stored) => stored.offset === offset);
      if (from >= 0 && events.length - from >= limit) return events.slice(from, from + limit);
    }
    return undefined;
  }

  #load(partition: number, offset: number, { key, limit }: { key: string; limit: number }): Promise<StoredEvent[]> {
    const page = this.#pool
      .query<EventRow>({ ...READ, values: [partition, offset, Math.max(limit, PAGE_EVENTS)] })
      .then(({ rows }) => rows.map(storedEvent));
    this.#pages.set(key, page);
    page.catch(() => this.#pages.delete(key));
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= CACHED_PAGES) break;
      this.#pages.delete(oldest);
    }
    return page;
  }
}
