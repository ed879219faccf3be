import type { VideoDetail } from '@kinora/sdk';
import { IconButton } from '@kinora/ui';
import { CaretUpDownIcon } from '@phosphor-icons/react/dist/csr/CaretUpDown';
import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
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

/** Below the player, which stays in sight; not modal: what can be undone is offered beside it. */
function Sheet({ video, linked, onSeek }: CommentsPlaceProps) {
  const t = useTranslations('comments');
  const app = useTranslations('app');
  const formats = useFormats();
  const [open, setOpen] = useState(linked !== undefined);
  const opener = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLElement>(null);
  const count = useReactions(video.id).data?.comments ?? video.comments;
  useEffect(() => {
    if (open) sheet.current?.focus();
  }, [open]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        className="tabular mt-4 flex h-12 w-full items-center justify-between rounded-md bg-surface-1 px-4 text-15 font-semibold"
      >
        {!video.commentsAllowed && count === 0 ? t('off') : t('count', { count, shown: formats.number(count) })}
        <CaretUpDownIcon size={20} aria-hidden />
      </button>
      {open && (
        <section
          ref={sheet}
          tabIndex={-1}
          aria-label={t('title')}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.defaultPrevented) close();
          }}
          className="comments-sheet fixed inset-x-0 bottom-0 z-35 flex flex-col overflow-y-auto overscroll-contain rounded-t-lg border-t border-line bg-bg outline-none"
        >
          <div className="sticky top-0 z-1 flex justify-end bg-bg px-2 pt-2">
            <IconButton label={app('close')} onClick={close}>
              <XIcon size={20} aria-hidden />
            </IconButton>
          </div>
          <div className="flex flex-col gap-5 px-4 pb-[calc(80px+env(safe-area-inset-bottom))]">
            <Suspense fallback={null}>
              <Comments video={video} linked={linked} onSeek={onSeek} />
            </Suspense>
          </div>
        </section>
      )}
    </>
  );
}
