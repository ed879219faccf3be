import { buttonClass, ErrorState, Skeleton } from '@kinora/ui';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { useVideo } from '../videos/queries.ts';
import { StudioSubpage } from './studio-subpage.tsx';
import { TrimEditor } from './trim-editor.tsx';
import { useShownParts } from './use-shown-parts.ts';

/** Which parts of a video are shown, beside the player. */
export function TrimPage() {
  const { videoId } = useParams({ from: '/studio/studio/videos/$videoId/trim' });
  const t = useTranslations('trim');
  const video = useVideo(videoId);
  const edition = video.data?.state === 'ready' ? video.data.playback?.edition : undefined;
  const trim = useShownParts(videoId, edition);
  useTitle(t('title'));
  if (video.data && !edition) {
    return (
      <ErrorState
        heading="h1"
        title={t('title')}
        text={t('notReady')}
        action={
          <Link to="/studio/videos/$videoId" params={{ videoId }} className={buttonClass('ink')}>
            {t('toVideo')}
          </Link>
        }
      />
    );
  }
  const error = video.error ?? trim.error;
  const isLoaded = video.data !== undefined && trim.data !== undefined;
  const retry = () => void Promise.all([video.refetch(), trim.refetch()]);
  return (
    <StudioSubpage
      title={t('title')}
      about={video.data?.title ?? ''}
      back={t('back')}
      backToVideo={videoId}
      failure={error && !isLoaded ? { error, title: t('loadFailed'), retry } : null}
    >
      {isLoaded ? (
        <TrimEditor key={edition} video={video.data} trim={trim.data} />
      ) : (
        <div className="captions-columns trim-columns">
          <Skeleton className="aspect-video" />
          <Skeleton className="h-22" />
        </div>
      )}
    </StudioSubpage>
  );
}
