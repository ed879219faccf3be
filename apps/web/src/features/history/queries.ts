import type { HistoryEntry, Page } from '@kinora/sdk';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';

const PAGE = 30;
const OWN = ['history'];

/** What `accountId` watched, the latest first; with words only what has them in its title. */
export function useHistory(accountId: string, q: string | undefined) {
  return useInfiniteQuery({
    queryKey: [...OWN, accountId, q ?? null],
    queryFn: ({ pageParam, signal }) => client.history.list({ limit: PAGE, cursor: pageParam, q, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export const readHistoryAgain = () => queryClient.invalidateQueries({ queryKey: OWN });

/** At once, until the server is asked again. */
export async function dropFromHistory(isDropped: (entry: HistoryEntry) => boolean): Promise<void> {
  await queryClient.cancelQueries({ queryKey: OWN });
  queryClient.setQueriesData<InfiniteData<Page<HistoryEntry>>>({ queryKey: OWN }, (data) => {
    if (!data) return data;
    const keep = (page: Page<HistoryEntry>) => ({ ...page, items: page.items.filter((entry) => !isDropped(entry)) });
    return { ...data, pages: data.pages.map(keep) };
  });
}
