import { Button, buttonClass, EmptyState, ErrorState } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { flatten } from '../videos/queries.ts';
import { VideoGrid } from '../videos/video-grid.tsx';
import { useFollowedVideos } from './queries.ts';

/** What is new since the visit before this one stands apart. */
export function FollowedVideos({ accountId }: { accountId: string }) {
  const t = useTranslations('subscriptions');
  const home = useTranslations('home');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const query = useFollowedVideos(accountId);
  useEffect(() => {
    // Only what is new is marked by it: a visit that could not be noted costs nothing that the page shows now.
    client.subscriptions.visit().catch((error: unknown) => console.warn('This visit was not noted.', error));
  }, []);
  const videos = flatten(query.data);
  if (query.isError && videos.length === 0) {
    return (
      <ErrorState
        title={home('errorTitle')}
        text={describe(query.error)}
        action={
          <Button variant="ink" onClick={() => void query.refetch()}>
            {app('tryAgain')}
          </Button>
        }
      />
    );
  }
  if (query.isSuccess && videos.length === 0) {
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
  const newSince = query.data?.pages[0]?.newSince ?? null;
  const isNew = ({ publishedAt }: { publishedAt: string | null }) =>
    newSince !== null && publishedAt !== null && publishedAt > newSince;
  const fresh = videos.filter(isNew);
  const older = videos.filter((video) => !isNew(video));
  if (fresh.length === 0) return <VideoGrid videos={videos} query={query} />;
  const whole = { ...query, isPending: false, hasNextPage: false, isFetchingNextPage: false };
  return (
    <div className="flex flex-col gap-8">
      <section aria-labelledby="subscriptions-new">
        <h2 id="subscriptions-new" className="pb-4 text-18 font-semibold">
          {t('newSince', { count: fresh.length })}
        </h2>
        <VideoGrid videos={fresh} query={older.length > 0 ? whole : query} />
      </section>
      {older.length > 0 && (
        <section aria-labelledby="subscriptions-older">
          <h2 id="subscriptions-older" className="pb-4 text-18 font-semibold">
            {t('older')}
          </h2>
          <VideoGrid videos={older} query={query} />
        </section>
      )}
    </div>
  );
}
