import type { Viewing, ViewingName, ViewingPage, WatchLog } from './watch-log.ts';

/** For tests of what stands on a log: it forgets everything with its process. */
export function createMemoryWatchLog(): WatchLog {
  const accounts = new Map<string, Map<string, Viewing>>();
  const rowsOf = (accountId: string) => accounts.get(accountId) ?? new Map<string, Viewing>();
  return {
    async put(viewings) {
      for (const viewing of viewings) {
        const rows = rowsOf(viewing.accountId);
        accounts.set(viewing.accountId, rows);
        const before = rows.get(nameOf(viewing));
        if (!before || before.seenAt < viewing.seenAt) rows.set(nameOf(viewing), { ...viewing });
      }
    },
    async list(accountId, { limit, pageState }): Promise<ViewingPage> {
      const ordered = [...rowsOf(accountId)].sort(([a], [b]) => (a < b ? 1 : -1));
      const rest = pageState === undefined ? ordered : ordered.filter(([name]) => name < pageState);
      const page = rest.slice(0, limit);
      return {
        viewings: page.map(([, viewing]) => ({ ...viewing })),
        pageState: rest.length > limit ? page.at(-1)?.[0] : undefined,
      };
    },
    async remove(accountId, viewings) {
      for (const viewing of viewings) rowsOf(accountId).delete(nameOf(viewing));
    },
    async clear(accountId, { until }) {
      const rows = rowsOf(accountId);
      for (const [name, viewing] of rows) if (viewing.startedAt <= until) rows.delete(name);
    },
    isReady: async () => true,
    close: async () => {},
  };
}

/** Sorts as viewings do. */
const nameOf = ({ startedAt, videoId }: ViewingName) => `${startedAt.toISOString()} ${videoId}`;
