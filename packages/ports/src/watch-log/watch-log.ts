/**
 * Who watched what, how far, and when: one wide table. A row is one viewing; its account, the moment at which it began and
 * its video name it. Rows of an account lie together by month, the newest first, which is the only order in which they are
 * read.
 *
 * Promises that every engine keeps:
 * - `put` may be repeated and may arrive in any order: of one viewing the row with the latest `seenAt` stays.
 * - What `put` acknowledged is found by a `list` that begins afterwards.
 * - `list` follows months by itself; its page state is opaque and belongs to the engine that gave it.
 * Not promised: counts, joins, conditions on a write, one moment for the pages of a list.
 *
 * Failure means unavailability: calls reject with `WatchLogUnavailable` and may be repeated.
 */
export interface WatchLog {
  put(viewings: readonly Viewing[]): Promise<void>;

  /** At most `limit` viewings, the latest begun first; without `pageState` from the newest on. */
  list(accountId: string, options: { limit: number; pageState?: string | undefined }): Promise<ViewingPage>;

  /** Removes these viewings; those that are not there are no error. A later `put` of one brings it back. */
  remove(accountId: string, viewings: readonly ViewingName[]): Promise<void>;

  /** Removes all that began at `until` or before. */
  clear(accountId: string, options: { until: Date }): Promise<void>;

  /** True when the engine answers within 2 s. */
  isReady(): Promise<boolean>;

  close(): Promise<void>;
}

export interface ViewingName {
  videoId: string;
  /** UTC, to the millisecond. */
  startedAt: Date;
}

export interface Viewing extends ViewingName {
  accountId: string;
  positionMs: number;
  /** Of the film as it was then; 0 where it was not known. */
  durationMs: number;
  /** How much of it was played, in real time. */
  watchedMs: number;
  /** When this was told: a later row replaces an earlier one. */
  seenAt: Date;
}

export interface ViewingPage {
  viewings: Viewing[];
  /** Undefined at the end. */
  pageState: string | undefined;
}

export class WatchLogUnavailable extends Error {
  override readonly name = 'WatchLogUnavailable';
  constructor(cause?: unknown) {
    super('The log of what was watched cannot be reached. It is tried again by itself.', { cause });
  }
}
