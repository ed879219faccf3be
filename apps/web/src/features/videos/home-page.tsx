import { Button, buttonClass, EmptyState, ErrorState } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useSession } from '../../app/use-session.ts';
import { useTitle } from '../../app/use-title.ts';
import { flatten, usePublicVideos } from './queries.ts';
import { VideoGrid } from './video-grid.tsx';

const LEAD_FROM = 5;

export function HomePage() {
  const t = useTranslations('home');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const query = usePublicVideos();
  const videos = flatten(query.data);
  useTitle(t('title'));
  return (
    <div className="gutter pt-2 pb-16">
      <h1 className="sr-only">{t('heading')}</h1>
      {query.isError && videos.length === 0 ? (
        <ErrorState
          title={t('errorTitle')}
          text={describe(query.error)}
          action={
            <Button variant="ink" onClick={() => void query.refetch()}>
              {app('tryAgain')}
            </Button>
          }
        />
      ) : query.isSuccess && videos.length === 0 ? (
        <NothingYet />
      ) : (
        <VideoGrid videos={videos} query={query} lead={!query.isSuccess || videos.length >= LEAD_FROM} />
      )}
    </div>
  );
}

function NothingYet() {
  const t = useTranslations('home');
  const app = useTranslations('app');
  const session = useSession();
  const setup = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => client.identity.setupNeeded(signal) });
  if (setup.data === true) return <EmptyState title={t('emptyTitle')} text={t('emptySetup')} />;
  const signedIn = session.state === 'known';
  return (
    <EmptyState
      title={t('emptyTitle')}
      text={signedIn ? t('emptySignedIn') : t('emptySignedOut')}
      action={
        <Link to={signedIn ? '/upload' : '/login'} className={buttonClass('ink')}>
          {signedIn ? t('upload') : app('logIn')}
        </Link>
      }
    />
  );
}
