import { Avatar, Button, buttonClass, EmptyState, ErrorState, Skeleton } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { useNearEnd } from '../../app/use-near-end.ts';
import { useFollowedChannels } from './queries.ts';
import { SubscribeButton } from './subscribe-button.tsx';

export function FollowedChannels({ accountId }: { accountId: string }) {
  const t = useTranslations('subscriptions');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const formats = useFormats();
  const query = useFollowedChannels(accountId);
  const end = useNearEnd(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }, query.hasNextPage);
  const followed = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isError && followed.length === 0) {
    return (
      <ErrorState
        title={t('errorTitle')}
        text={describe(query.error)}
        action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
      />
    );
  }
  if (query.isSuccess && followed.length === 0) {
    return (
      <EmptyState
        title={t('emptyTitle')}
        text={t('emptyText')}
        action={
          <Link to="/" className={buttonClass('ink')}>
            {t('explore')}
          </Link>
        }
      />
    );
  }
  return (
    <>
      <ul className="flex max-w-200 flex-col" aria-busy={query.isPending || undefined}>
        {query.isPending &&
          [0, 1, 2, 3].map((box) => (
            <li key={box} className="flex h-20 items-center gap-4" aria-hidden>
              <Skeleton className="size-14 rounded-full" />
              <Skeleton className="h-5 w-48" />
            </li>
          ))}
        {followed.map(({ channel, subscribers, isNew }) => (
          <li key={channel.id} className="flex min-h-20 items-center gap-4 py-2">
            <Link
              to="/@{$handle}"
              params={{ handle: channel.handle }}
              className="flex min-w-0 flex-1 items-center gap-4 rounded-sm"
            >
              <Avatar name={channel.name} url={channel.avatarUrl} size={56} />
              <span className="min-w-0">
                <span className="flex items-center gap-2">
                  <bdi className="truncate text-16 font-semibold">{channel.name}</bdi>
                  {isNew && (
                    <span className="shrink-0 rounded-xs bg-surface-2 px-1.5 py-0.5 text-12 font-semibold">
                      {t('new')}
                    </span>
                  )}
                </span>
                <span className="tabular block truncate text-13 text-text-2">
                  {t('count', { count: subscribers, shown: formats.count(subscribers) })} · <bdi>@{channel.handle}</bdi>
                </span>
              </span>
            </Link>
            <SubscribeButton channel={channel} />
          </li>
        ))}
      </ul>
      <div ref={end} className="h-px" />
    </>
  );
}
