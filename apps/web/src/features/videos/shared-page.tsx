import { Button, EmptyState, ErrorState } from '@kinora/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { RequireAccount } from '../identity/require-account.tsx';
import { flatten } from './queries.ts';
import { VideoGrid } from './video-grid.tsx';

const PAGE = 24;

/** What others let me watch by naming me on a list of theirs. */
export function SharedPage() {
  const t = useTranslations('shared');
  useTitle(t('title'));
  return (
    <div className="gutter pt-6 pb-16 max-phone:pt-4">
      <header className="pb-5">
        <h1 className="text-24 font-semibold max-phone:text-20">{t('title')}</h1>
        <p className="mt-1 max-w-160 text-14 text-text-2">{t('text')}</p>
      </header>
      <RequireAccount>{({ id }) => <SharedVideos accountId={id} />}</RequireAccount>
    </div>
  );
}

function SharedVideos({ accountId }: { accountId: string }) {
  const t = useTranslations('shared');
  const home = useTranslations('home');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const query = useInfiniteQuery({
    queryKey: ['videos', 'shared', accountId],
    queryFn: ({ pageParam, signal }) => client.videos.shared({ limit: PAGE, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Whoever shares may take it back at any moment.
    staleTime: 0,
  });
  const videos = flatten(query.data);
  if (query.isError && videos.length === 0) {
    const again = (
      <Button variant="ink" onClick={() => void query.refetch()}>
        {app('tryAgain')}
      </Button>
    );
    return <ErrorState title={home('errorTitle')} text={describe(query.error)} action={again} />;
  }
  if (query.isSuccess && videos.length === 0) return <EmptyState title={t('emptyTitle')} text={t('emptyText')} />;
  return <VideoGrid videos={videos} query={query} />;
}
