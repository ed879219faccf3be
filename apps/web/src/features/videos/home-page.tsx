import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { loadMessages } from '../../app/messages.ts';
import { useTitle } from '../../app/use-title.ts';
import { ComingPremieres, useBesidePremieres } from '../premieres/coming-premieres.tsx';
import { usePublicVideos } from './queries.ts';
import { VideoGrid } from './video-grid.tsx';

const states = () => Promise.all([import('./home-states.tsx'), loadMessages()]);
const NothingYet = lazy(async () => ({ default: (await states())[0].NothingYet }));
const HomeError = lazy(async () => ({ default: (await states())[0].HomeError }));

const LEAD_FROM = 5;

export function HomePage() {
  const t = useTranslations('home');
  const query = usePublicVideos();
  const { coming, videos, isPending } = useBesidePremieres(query);
  useTitle(t('title'));
  return (
    <div className="gutter pt-2 pb-16">
      <h1 className="sr-only">{t('heading')}</h1>
      <Suspense fallback={null}>
        {query.isError && videos.length === 0 ? (
          <HomeError error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isSuccess && !isPending && videos.length === 0 && coming.length === 0 ? (
          <NothingYet />
        ) : (
          <>
            {/* Not before the rest is there: nothing that is being looked at moves. */}
            {!isPending && <ComingPremieres videos={coming} />}
            <VideoGrid
              videos={videos}
              query={{ ...query, isPending }}
              lead={isPending || (coming.length === 0 && videos.length >= LEAD_FROM)}
            />
          </>
        )}
      </Suspense>
    </div>
  );
}
