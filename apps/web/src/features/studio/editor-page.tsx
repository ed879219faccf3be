import { Button, Skeleton } from '@kinora/ui';
import { CopySimpleIcon } from '@phosphor-icons/react/dist/csr/CopySimple';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { CardsSection } from '../cards/cards-section.tsx';
import type { PlayerHandle } from '../playback/player-parts.ts';
import { VideoPlayer } from '../playback/video-player.tsx';
import { useVideo } from '../videos/queries.ts';
import { CaptionsSection } from './captions-section.tsx';
import { ChaptersSection } from './chapters-section.tsx';
import { FileSection } from './file-section.tsx';
import { ProcessingPanel } from './processing-panel.tsx';
import { QualityPanel } from './quality-panel.tsx';
import { StudioSubpage } from './studio-subpage.tsx';
import { ThumbnailSection } from './thumbnail-section.tsx';
import { useDeleteVideo } from './use-delete-video.ts';
import { VideoForm } from './video-form.tsx';

const TemplateDialog = lazy(async () => ({ default: (await import('./template-dialog.tsx')).TemplateDialog }));

export function EditorPage() {
  const { videoId } = useParams({ from: '/studio/studio/videos/$videoId' });
  const t = useTranslations('studio');
  const watch = useTranslations('watch');
  const templates = useTranslations('templates');
  const [keeping, setKeeping] = useState(false);
  const player = useRef<PlayerHandle>(null);
  const navigate = useNavigate();
  const remove = useDeleteVideo();
  const query = useVideo(videoId);
  useTitle(query.data?.title ?? t('editorTitle'));
  const video = query.data;
  const error = video ? null : query.error;
  return (
    <StudioSubpage
      title={t('editorTitle')}
      back={t('back')}
      failure={error && { error, title: watch('errorTitle'), retry: () => void query.refetch() }}
      aside={
        video && (
          <div className="flex flex-wrap justify-end gap-2">
            <Button variant="line" icon={<CopySimpleIcon size={20} aria-hidden />} onClick={() => setKeeping(true)}>
              <span className="max-phone:sr-only">{templates('save')}</span>
            </Button>
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
          </div>
        )
      }
    >
      {keeping && video && (
        <Suspense fallback={null}>
          <TemplateDialog videoId={video.id} onClose={() => setKeeping(false)} />
        </Suspense>
      )}
      {video ? (
        <div className="studio-columns">
          <div className="flex min-w-0 flex-col gap-7">
            <VideoForm video={video} />
            <ThumbnailSection key={`thumbnail ${video.id}`} video={video} player={player} />
            <CaptionsSection key={`captions ${video.id}`} video={video} />
            <ChaptersSection key={`chapters ${video.id}`} video={video} />
            <CardsSection key={`cards ${video.id}`} video={video} player={player} />
          </div>
          <div className="flex min-w-0 flex-col gap-6">
            <ProcessingPanel
              video={video}
              picture={
                video.playback && (
                  <div className="overflow-hidden rounded-md">
                    <VideoPlayer key={video.playback.edition} ref={player} video={video} autoPlay={false} />
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
    </StudioSubpage>
  );
}
