import type { Trim, VideoDetail } from '@kinora/sdk';
import { buttonClass, ErrorState, Skeleton } from '@kinora/ui';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
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
  const shown = useShown(video.data, trim.data);
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
  const retry = () => void Promise.all([video.refetch(), trim.refetch()]);
  return (
    <StudioSubpage
      title={t('title')}
      about={video.data?.title ?? ''}
      back={t('back')}
      backToVideo={videoId}
      failure={error && !shown ? { error, title: t('loadFailed'), retry } : null}
    >
      {shown ? (
        // Of a film of another length or rate the times of these parts say nothing.
        <TrimEditor key={`${shown.trim.durationMs}/${shown.trim.frameMs}`} {...shown} />
      ) : (
        <div className="captions-columns trim-columns">
          <Skeleton className="aspect-video" />
          <Skeleton className="h-22" />
        </div>
      )}
    </StudioSubpage>
  );
}

interface Shown {
  video: VideoDetail;
  trim: Trim;
}

/** What plays and its parts, which belong together: while those of the next edition are asked for, this one stays. */
function useShown(video: VideoDetail | undefined, trim: Trim | undefined): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  if (video && trim && (shown?.video !== video || shown.trim !== trim)) setShown({ video, trim });
  return shown;
}
