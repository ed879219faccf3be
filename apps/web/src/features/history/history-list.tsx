import { Button, EmptyState, ErrorState, Skeleton } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useNearEnd } from '../../app/use-near-end.ts';
import { HistoryRow } from './history-row.tsx';
import { useHistory } from './queries.ts';
import { useHistoryActions } from './use-history-actions.ts';

export interface HistoryListProps {
  accountId: string;
  q: string | undefined;
  paused: boolean;
}

export function HistoryList({ accountId, q, paused }: HistoryListProps) {
  const t = useTranslations('history');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const actions = useHistoryActions();
  const query = useHistory(accountId, q);
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  // A search may find nothing in one page of what was watched, and more in the next.
  const end = useNearEnd(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }, query.hasNextPage);
  if (query.isError && entries.length === 0) {
    return (
      <ErrorState
        title={t('errorTitle')}
        text={describe(query.error)}
        action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
      />
    );
  }
  if (query.isSuccess && entries.length === 0 && !query.hasNextPage) {
    const state = q !== undefined ? 'notFound' : paused ? 'paused' : 'empty';
    return <EmptyState title={t(`${state}Title`)} text={t(`${state}Text`)} />;
  }
  return (
    <>
      <ul aria-busy={query.isPending || undefined}>
        {entries.map((entry) => (
          <HistoryRow
            key={`${entry.video.id} ${entry.viewedAt}`}
            entry={entry}
            onRemove={() => void actions.remove(entry.video.id)}
          />
        ))}
        {query.isPending &&
          [0, 1, 2, 3, 4].map((box) => (
            <li key={box} className="flex gap-4 py-2" aria-hidden>
              <Skeleton className="aspect-video w-44 shrink-0 rounded-md max-phone:w-32" />
              <Skeleton className="h-5 w-1/2" />
            </li>
          ))}
      </ul>
      <div ref={end} className="h-px" />
    </>
  );
}
