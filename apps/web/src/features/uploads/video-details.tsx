import { ErrorState, Skeleton } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { ProcessingPanel } from '../studio/processing-panel.tsx';
import { VideoForm } from '../studio/video-form.tsx';
import { useVideo } from '../videos/queries.ts';
import type { UploadItem } from './upload-queue.ts';

/** Form and progress of the selected upload. */
export function VideoDetails({ item }: { item: UploadItem }) {
  const t = useTranslations('uploads');
  if (item.videoId === null) return <p className="text-14 text-text-2">{t('waitDetails')}</p>;
  return <Known videoId={item.videoId} item={item} />;
}

function Known({ videoId, item }: { videoId: string; item: UploadItem }) {
  const t = useTranslations('errors');
  const describe = useDescribeError();
  const query = useVideo(videoId);
  if (query.isError && !query.data) return <ErrorState title={t('title')} text={describe(query.error)} />;
  if (!query.data) {
    return (
      <div className="studio-columns">
        <Skeleton className="h-90" />
        <Skeleton className="h-90" />
      </div>
    );
  }
  const sending = item.status === 'complete' ? null : item.offsetBytes / item.sizeBytes;
  return (
    <div className="studio-columns">
      <VideoForm video={query.data} />
      <ProcessingPanel video={query.data} sentShare={sending} />
    </div>
  );
}
