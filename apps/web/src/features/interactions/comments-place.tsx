import type { VideoDetail } from '@kinora/sdk';
import { Dialog } from '@kinora/ui';
import { CaretUpDownIcon } from '@phosphor-icons/react/dist/csr/CaretUpDown';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { useMedia } from '../../app/use-media.ts';
import { useNearEnd } from '../../app/use-near-end.ts';
import { useReactions } from './queries.ts';

const Comments = lazy(async () => ({ default: (await import('./comments.tsx')).Comments }));

export interface CommentsPlaceProps {
  video: VideoDetail;
  linked?: string | undefined;
  onSeek: (seconds: number) => void;
}

/** Below the video, read once one comes near; on phones a line that opens a sheet, so that what is next stays in reach. */
export function CommentsPlace({ video, linked, onSeek }: CommentsPlaceProps) {
  const t = useTranslations('comments');
  const wide = useMedia('(width >= 720px)');
  const [near, setNear] = useState(linked !== undefined);
  const place = useNearEnd(() => setNear(true), !near);
  if (!wide) return <Sheet video={video} linked={linked} onSeek={onSeek} />;
  return (
    <section ref={place} aria-label={t('title')} className="mt-6 flex max-w-200 min-h-40 flex-col gap-5">
      {near && (
        <Suspense fallback={null}>
          <Comments key={video.id} video={video} linked={linked} onSeek={onSeek} />
        </Suspense>
      )}
    </section>
  );
}

function Sheet({ video, linked, onSeek }: CommentsPlaceProps) {
  const t = useTranslations('comments');
  const app = useTranslations('app');
  const formats = useFormats();
  const [open, setOpen] = useState(linked !== undefined);
  const count = useReactions(video.id).data?.comments ?? video.comments;
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="tabular mt-4 flex h-12 w-full items-center justify-between rounded-md bg-surface-1 px-4 text-15 font-semibold"
      >
        {t('count', { count, shown: formats.number(count) })}
        <CaretUpDownIcon size={20} aria-hidden />
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('title')} closeLabel={app('close')}>
        <div className="flex min-h-[50dvh] flex-col gap-5">
          <Suspense fallback={null}>
            <Comments
              video={video}
              linked={linked}
              onSeek={(seconds) => {
                setOpen(false);
                onSeek(seconds);
              }}
            />
          </Suspense>
        </div>
      </Dialog>
    </>
  );
}
