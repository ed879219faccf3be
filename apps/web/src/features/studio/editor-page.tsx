import { Button, buttonClass, ErrorState, Skeleton } from '@kinora/ui';
import { CaretLeftIcon } from '@phosphor-icons/react/dist/csr/CaretLeft';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { isNotFound, useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { VideoPlayer } from '../playback/video-player.tsx';
import { useVideo } from '../videos/queries.ts';
import { CaptionsSection } from './captions-section.tsx';
import { ChaptersSection } from './chapters-section.tsx';
import { FileSection } from './file-section.tsx';
import { ProcessingPanel } from './processing-panel.tsx';
import { QualityPanel } from './quality-panel.tsx';
import { useDeleteVideo } from './use-delete-video.ts';
import { VideoForm } from './video-form.tsx';

export function EditorPage() {
  const { videoId } = useParams({ from: '/studio/studio/videos/$videoId' });
  const t = useTranslations('studio');
  const watch = useTranslations('watch');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const navigate = useNavigate();
  const remove = useDeleteVideo();
  const query = useVideo(videoId);
  useTitle(query.data?.title ?? t('editorTitle'));
  const video = query.data;

  if (query.isError && !video) {
    const missing = isNotFound(query.error);
    return (
      <ErrorState
        heading="h1"
        title={missing ? watch('notFoundTitle') : watch('errorTitle')}
        text={missing ? watch('notFoundText') : describe(query.error)}
        action={
          missing ? (
            <Link to="/studio" className={buttonClass('ink')}>
              {t('content')}
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
  return (
    <>
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-3 pb-5">
        <div className="flex items-center gap-2">
          <Link
            to="/studio"
            aria-label={t('back')}
            className="-ms-2 flex size-10 items-center justify-center rounded-sm hover:bg-surface-2"
          >
            <CaretLeftIcon size={20} className="rtl:-scale-x-100" aria-hidden />
          </Link>
          <h1 className="text-24 font-semibold">{t('editorTitle')}</h1>
        </div>
        {video && (
          <Button
            variant="line"
            icon={<TrashIcon size={20} aria-hidden />}
            onClick={() => {
              remove(video);
              void navigate({ to: '/studio' });
            }}
          >
            {t('delete')}
          </Button>
        )}
      </header>
      {video ? (
        <div className="studio-columns">
          <div className="flex min-w-0 flex-col gap-7">
            <VideoForm video={video} />
            <CaptionsSection key={`captions ${video.id}`} video={video} />
            <ChaptersSection key={`chapters ${video.id}`} video={video} />
          </div>
          <div className="flex min-w-0 flex-col gap-6">
            <ProcessingPanel
              video={video}
              picture={
                video.playback && (
                  <div className="overflow-hidden rounded-md">
                    <VideoPlayer key={video.playback.edition} video={video} autoPlay={false} />
                  </div>
                )
              }
            />
            <FileSection key={`file ${video.id}`} video={video} />
            {video.playback && <QualityPanel video={video} />}
          </div>
        </div>
      ) : (
        <div className="studio-columns">
          <Skeleton className="h-90" />
          <Skeleton className="h-90" />
        </div>
      )}
    </>
  );
}
