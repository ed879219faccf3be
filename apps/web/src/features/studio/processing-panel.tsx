import type { Processing, VideoDetail } from '@kinora/sdk';
import { buttonClass, IconButton, Notice, PictureChip, Thumbnail, useToast } from '@kinora/ui';
import { CopySimpleIcon } from '@phosphor-icons/react/dist/csr/CopySimple';
import { PlayIcon } from '@phosphor-icons/react/dist/csr/Play';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { copyText } from '../../app/copy-text.ts';
import { formatTime } from '../playback/player-parts.ts';
import { shareLink } from '../playback/share-link.ts';
import { DuplicateNotice } from './duplicate-notice.tsx';
import { StageList } from './stage-list.tsx';
import { useProcessing } from './use-processing.ts';

export interface ProcessingPanelProps {
  video: VideoDetail;
  /** What this page has sent of the file, 0 to 1, where it is sending; fresher than what the server says. */
  sentShare?: number | null;
  /** In the picture's place, such as a player. */
  picture?: ReactNode;
}

/** Picture, link, and what is happening to the file, live. */
export function ProcessingPanel({ video, sentShare = null, picture }: ProcessingPanelProps) {
  const t = useTranslations('uploads');
  const processing = useProcessing(video.id);
  const failure = processing?.failure ?? video.failure;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {picture ?? <Preview video={video} />}
      <CopyLink videoId={video.id} />
      {failure && (
        <Notice tone="danger" role="alert" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
          <strong className="font-semibold">{t('failedTitle')}</strong>
          <br />
          {failure.message}
        </Notice>
      )}
      {processing?.upload?.state === 'complete' && <DuplicateNotice videoId={video.id} />}
      {processing?.paused && <Paused {...processing.paused} />}
      {processing && processing.damages.length > 0 && <Damages damages={processing.damages} />}
      {processing && <StageList processing={withSent(processing, sentShare)} />}
      {processing?.upload?.state === 'complete' && !processing.upload.sourceKept && (
        <p className="text-13 text-text-2">{t('sourceGone')}</p>
      )}
    </div>
  );
}

/** Why nothing happens just now; it goes on without anybody's doing. */
function Paused({ code, message }: NonNullable<Processing['paused']>) {
  const t = useTranslations('uploads');
  const key = `pausedBecause.${code}` as Parameters<typeof t>[0];
  return (
    <Notice tone="warning" role="status" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
      <strong className="font-semibold">{t('pausedTitle')}</strong>
      <br />
      {t.has(key) ? t(key) : message}
    </Notice>
  );
}

/** Where pictures of the film are missing, and why. */
function Damages({ damages }: { damages: Processing['damages'] }) {
  const t = useTranslations('uploads');
  return (
    <Notice tone="warning" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
      <strong className="font-semibold">{t('damagedTitle')}</strong>
      <ul>
        {damages.map(({ startMs, endMs, message }) => (
          <li key={startMs}>
            {t('damagedPart', { from: formatTime(startMs / 1000), to: formatTime(endMs / 1000), reason: message })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function withSent(processing: Processing, share: number | null): Processing {
  if (share === null) return processing;
  const stages = processing.stages.map((stage) =>
    stage.name === 'upload' && stage.state !== 'done' ? { ...stage, progress: Math.max(stage.progress, share) } : stage,
  );
  return { ...processing, stages };
}

function Preview({ video }: { video: VideoDetail }) {
  const t = useTranslations('uploads');
  const studio = useTranslations('studio');
  const { playback } = video;
  if (!playback) {
    return (
      <div className="flex aspect-video items-center justify-center rounded-md bg-surface-2 px-6 text-center text-14 text-text-3">
        {studio('noPlayer')}
      </div>
    );
  }
  const best = playback.renditions.toSorted((a, b) => a.height - b.height).at(-1)?.name;
  return (
    <Link
      to="/watch/$videoId"
      params={{ videoId: video.id }}
      aria-label={t('watchNow')}
      className="on-picture relative block rounded-md"
    >
      <Thumbnail url={video.thumbnailUrl ?? playback.posterUrl} />
      <PictureChip className="absolute start-2.5 top-2.5 !h-6">
        {video.state === 'ready' ? studio('states.ready') : best ? t('watchableAt', { quality: best }) : t('watchable')}
      </PictureChip>
      <span className="absolute inset-0 m-auto flex size-14 items-center justify-center rounded-full bg-chip-bg text-chip-text">
        <PlayIcon size={26} weight="fill" aria-hidden />
      </span>
    </Link>
  );
}

function CopyLink({ videoId }: { videoId: string }) {
  const t = useTranslations('uploads');
  const app = useTranslations('app');
  const toast = useToast();
  const link = shareLink(location.origin, videoId, null);
  const shown = link.replace(/^https?:\/\//, '');
  return (
    <div className="flex items-center gap-2">
      <div className="flex min-w-0 flex-1 items-center rounded-sm bg-surface-2 ps-3.5">
        <a
          href={link}
          aria-label={`${t('link')}: ${shown}`}
          dir="ltr"
          className="min-w-0 flex-1 truncate rounded-xs text-14"
        >
          {shown}
        </a>
        <IconButton
          label={app('copy')}
          onClick={() => {
            void copyText(link).then(() => toast({ text: app('copied') }));
          }}
        >
          <CopySimpleIcon size={20} aria-hidden />
        </IconButton>
      </div>
      <Link to="/watch/$videoId" params={{ videoId }} className={buttonClass('tonal')}>
        {t('watchNow')}
      </Link>
    </div>
  );
}
