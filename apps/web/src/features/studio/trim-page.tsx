import { Button, buttonClass, ErrorState, Skeleton } from '@kinora/ui';
import { CaretLeftIcon } from '@phosphor-icons/react/dist/csr/CaretLeft';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { isNotFound, useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { useVideo } from '../videos/queries.ts';
import { TrimEditor } from './trim-editor.tsx';

/** Which parts of a video are shown, beside the player. */
export function TrimPage() {
  const { videoId } = useParams({ from: '/studio/studio/videos/$videoId/trim' });
  const t = useTranslations('trim');
  const watch = useTranslations('watch');
  const app = useTranslations('app');
  const captions = useTranslations('captions');
  const describe = useDescribeError();
  const query = useVideo(videoId);
  const video = query.data;
  useTitle(t('title'));
  const toVideo = (
    <Link to="/studio/videos/$videoId" params={{ videoId }} className={buttonClass('ink')}>
      {t('toVideo')}
    </Link>
  );
  if (query.isError && !video) {
    const missing = isNotFound(query.error);
    return (
      <ErrorState
        heading="h1"
        title={missing ? watch('notFoundTitle') : t('loadFailed')}
        text={missing ? watch('notFoundText') : describe(query.error)}
        action={
          missing ? (
            <Link to="/studio" className={buttonClass('ink')}>
              {captions('toStudio')}
            </Link>
          ) : (
            <Button variant="ink" onClick={() => void query.refetch()}>
              {app('tryAgain')}
            </Button>
          )
        }
      />
    );
  }
  if (video && (video.state !== 'ready' || !video.playback))
    return <ErrorState heading="h1" title={t('title')} text={t('notReady')} action={toVideo} />;
  return (
    <>
      <header className="flex min-h-10 items-center gap-2 pb-5">
        <Link
          to="/studio/videos/$videoId"
          params={{ videoId }}
          aria-label={t('back')}
          className="-ms-2 flex size-10 shrink-0 items-center justify-center rounded-sm hover:bg-surface-2"
        >
          <CaretLeftIcon size={20} className="rtl:-scale-x-100" aria-hidden />
        </Link>
        <div className="min-w-0">
          <h1 className="truncate text-24 font-semibold max-phone:text-20">{t('title')}</h1>
          <bdi className="block truncate text-13 text-text-2">{video?.title}</bdi>
        </div>
      </header>
      {video ? <TrimEditor key={video.playback?.edition} video={video} /> : <Skeleton className="aspect-video" />}
    </>
  );
}
