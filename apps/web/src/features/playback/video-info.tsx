import type { VideoDetail } from '@kinora/sdk';
import { Avatar, Button, buttonClass, IconButton } from '@kinora/ui';
import { FlagIcon } from '@phosphor-icons/react/dist/csr/Flag';
import { PauseIcon } from '@phosphor-icons/react/dist/csr/Pause';
import { PencilSimpleIcon } from '@phosphor-icons/react/dist/csr/PencilSimple';
import { ShareFatIcon } from '@phosphor-icons/react/dist/csr/ShareFat';
import { UploadSimpleIcon } from '@phosphor-icons/react/dist/csr/UploadSimple';
import { Link } from '@tanstack/react-router';
import { lazy, type RefObject, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { useLogInFirst } from '../identity/use-log-in-first.ts';
import { CommentsPlace } from '../interactions/comments-place.tsx';
import { ReactionButtons } from '../interactions/reaction-buttons.tsx';
import { SubscribeButton } from '../subscriptions/subscribe-button.tsx';
import { SubscriberCount } from '../subscriptions/subscriber-count.tsx';
import { VISIBILITY_ICONS } from '../videos/visibility-icons.ts';
import { ChapterList } from './chapter-list.tsx';
import { Description } from './description.tsx';
import { DownloadMenu } from './download-menu.tsx';
import type { PlayerHandle } from './player-parts.ts';
import { VideoFacts } from './video-facts.tsx';

const ReportDialog = lazy(async () => ({
  default: (await import('../interactions/report-dialog.tsx')).ReportDialog,
}));
const ShareDialog = lazy(async () => ({ default: (await import('./share-dialog.tsx')).ShareDialog }));

export interface VideoInfoProps {
  video: VideoDetail;
  player: RefObject<PlayerHandle | null>;
  /** That is being watched, by its place. */
  chapter: number;
  onSeek: (seconds: number) => void;
  /** A comment that the address leads to. */
  comment?: string | undefined;
}

export function VideoInfo({ video, player, chapter, onSeek, comment }: VideoInfoProps) {
  const t = useTranslations('watch');
  const formats = useFormats();
  const Icon = VISIBILITY_ICONS[video.visibility];
  const [reporting, setReporting] = useState(false);
  const mayGoOn = useLogInFirst();
  const [sharing, setSharing] = useState<number | null>(null);
  const date = formats.date(video.publishedAt ?? video.createdAt);
  return (
    <>
      <h1 className="pt-4 text-24 font-semibold break-words max-phone:text-20">
        <bdi>{video.title}</bdi>
      </h1>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 items-center gap-5 max-phone:w-full max-phone:justify-between">
          <Link
            to="/@{$handle}"
            params={{ handle: video.channel.handle }}
            className="flex min-w-0 items-center gap-3 rounded-sm"
          >
            <Avatar name={video.channel.name} url={video.channel.avatarUrl} size={40} />
            <span className="min-w-0">
              <bdi className="block truncate text-16 font-semibold">{video.channel.name}</bdi>
              <span className="block h-5 truncate text-13 text-text-3">
                <SubscriberCount channelId={video.channel.id} />
              </span>
            </span>
          </Link>
          {!video.canEdit && <SubscribeButton channel={video.channel} />}
        </div>
        <div className="flex flex-wrap gap-2">
          <ReactionButtons videoId={video.id} />
          {video.canEdit && (
            <Link to="/studio/videos/$videoId" params={{ videoId: video.id }} className={buttonClass('tonal')}>
              <PencilSimpleIcon size={20} aria-hidden />
              {t('edit')}
            </Link>
          )}
          <DownloadMenu downloads={video.downloads} />
          <Button
            icon={<ShareFatIcon size={20} aria-hidden />}
            onClick={() => setSharing(player.current?.currentS() ?? 0)}
          >
            {t('share')}
          </Button>
          {!video.canEdit && (
            <IconButton label={t('report')} tonal onClick={() => mayGoOn() && setReporting(true)}>
              <FlagIcon size={20} aria-hidden />
            </IconButton>
          )}
        </div>
      </div>
      <section aria-label={t('aboutHeading')} className="mt-4 max-w-200">
        <p className="tabular flex flex-wrap items-center gap-x-3 text-15 font-semibold">
          {t('published', { views: formats.exactViews(video.views), date })}
          {video.arrival && (
            <span className="inline-flex h-6 items-center gap-1.5 rounded-xs bg-surface-2 px-2 text-13">
              {video.arrival.state === 'stopped' ? (
                <PauseIcon size={14} aria-hidden />
              ) : (
                <UploadSimpleIcon size={14} aria-hidden />
              )}
              {t(video.arrival.state === 'stopped' ? 'arrivalStopped' : 'arriving', {
                percent: formats.percent(video.arrival.share),
              })}
            </span>
          )}
          {video.visibility !== 'public' && (
            <span className="inline-flex h-6 items-center gap-1.5 rounded-xs bg-surface-2 px-2 text-13">
              <Icon size={14} aria-hidden />
              {t(video.visibility)}
            </span>
          )}
        </p>
        <Description
          key={video.id}
          text={video.description}
          durationS={(video.durationMs ?? 0) / 1000}
          onSeek={onSeek}
        />
        <VideoFacts video={video} />
      </section>
      <ChapterList
        chapters={video.chapters}
        storyboardUrl={video.playback?.storyboardUrl ?? null}
        durationS={(video.durationMs ?? 0) / 1000}
        current={chapter}
        onSeek={onSeek}
      />
      <CommentsPlace video={video} linked={comment} onSeek={onSeek} />
      {reporting && (
        <Suspense fallback={null}>
          <ReportDialog
            thing={{ kind: 'video', id: video.id }}
            videoId={video.id}
            onClose={() => setReporting(false)}
          />
        </Suspense>
      )}
      {sharing !== null && (
        <Suspense fallback={null}>
          <ShareDialog video={video} atS={sharing} onClose={() => setSharing(null)} />
        </Suspense>
      )}
    </>
  );
}
