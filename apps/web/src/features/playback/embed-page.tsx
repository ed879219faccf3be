import type { VideoDetail } from '@kinora/sdk';
import { Logo } from '@kinora/ui';
import { ArrowSquareOutIcon } from '@phosphor-icons/react/dist/csr/ArrowSquareOut';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { isNotFound, useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { useTitle } from '../../app/use-title.ts';
import { useAdult } from '../videos/adult.ts';
import { isPasswordNeeded, useVideo } from '../videos/queries.ts';
import { AgeGate } from './age-gate.tsx';
import { ParentLink } from './parent-link.ts';
import { PasswordGate } from './password-gate.tsx';
import { parseTime } from './player-parts.ts';
import { shareLink } from './share-link.ts';
import { VideoPlayer } from './video-player.tsx';

/** The page around this one may have spoken before there was anything to play. */
const parentLink = new ParentLink(window);

/**
 * One video alone, in a frame on a page of somebody else. Nothing here leads to another page of ours inside the frame:
 * those refuse to be framed.
 */
export function EmbedPage() {
  const { videoId } = useParams({ from: '/embed/$videoId' });
  const options = useSearch({ from: '/embed/$videoId' });
  const query = useVideo(videoId);
  const video = query.data;
  const adult = useAdult();
  useTitle(video?.title ?? null);
  if (isPasswordNeeded(query.error)) {
    return (
      <main className="flex h-dvh flex-col overflow-y-auto bg-surface-1">
        <div className="m-auto w-full">
          <PasswordGate videoId={videoId} framed />
        </div>
      </main>
    );
  }
  if (!video) return query.isError ? <EmbedFailure error={query.error} videoId={videoId} /> : <Frame />;
  if (video.mature && !adult && !video.canEdit) {
    return (
      <main className="flex h-dvh flex-col overflow-y-auto bg-surface-1">
        <div className="m-auto">
          <AgeGate video={video} />
        </div>
      </main>
    );
  }
  if (!video.playback) return <EmbedWaiting video={video} />;
  const on = (value: string | undefined) => value === '1' || value === 'true';
  return (
    <main className="h-dvh bg-[#000]">
      <VideoPlayer
        video={video}
        framed
        className="size-full"
        startS={options.start ? parseTime(options.start) : null}
        autoPlay={on(options.autoplay)}
        muted={on(options.muted)}
        loop={on(options.loop)}
        controls={options.controls !== '0' && options.controls !== 'false'}
        top={<EmbedTitle video={video} />}
        onController={(controller) => parentLink.attach(controller)}
      />
    </main>
  );
}

function EmbedTitle({ video }: { video: VideoDetail }) {
  const t = useTranslations('embed');
  return (
    <div className="flex items-start justify-between gap-4">
      <h1 className="min-w-0">
        <a
          href={shareLink(location.origin, video.id, null)}
          target="_blank"
          rel="noopener"
          className="line-clamp-2 rounded-xs text-16 font-semibold break-words hover:underline"
        >
          <bdi>{video.title}</bdi>
        </a>
        <bdi className="block truncate text-13 font-normal opacity-80">{video.channel.name}</bdi>
      </h1>
      <a
        href={shareLink(location.origin, video.id, null)}
        target="_blank"
        rel="noopener"
        aria-label={t('watch')}
        className="flex size-10 shrink-0 items-center justify-center rounded-sm hover:bg-[rgb(255_255_255/0.14)]"
      >
        <ArrowSquareOutIcon size={22} aria-hidden />
      </a>
    </div>
  );
}

function EmbedFailure({ error, videoId }: { error: unknown; videoId: string }) {
  const t = useTranslations('embed');
  const describe = useDescribeError();
  const missing = isNotFound(error);
  const text = missing ? t('notFoundText') : describe(error);
  useEffect(() => parentLink.fail({ code: missing ? 'not_found' : 'unavailable', message: text }), [missing, text]);
  return (
    <Frame videoId={videoId}>
      <WarningCircleIcon size={28} className="text-danger" aria-hidden />
      <div role="alert">
        <h1 className="text-16 font-semibold">{missing ? t('notFoundTitle') : t('errorTitle')}</h1>
        <p className="mt-1 max-w-110 text-14 text-text-2">{text}</p>
      </div>
    </Frame>
  );
}

/** It begins to play here by itself, unless it failed. */
function EmbedWaiting({ video }: { video: VideoDetail }) {
  const t = useTranslations('embed');
  const premiere = useTranslations('premiere');
  const formats = useFormats();
  const failed = video.state === 'failed';
  const startsAt = video.premiere?.startsAt;
  const text = failed
    ? t('failedText')
    : startsAt
      ? premiere('onDate', { date: premiere('at', { date: formats.date(startsAt), time: formats.time(startsAt) }) })
      : t('soonText');
  useEffect(() => {
    if (failed) parentLink.fail({ code: 'failed', message: text });
  }, [failed, text]);
  return (
    <Frame videoId={video.id}>
      <div role={failed ? 'alert' : 'status'}>
        <h1 className="line-clamp-2 text-16 font-semibold break-words">
          <bdi>{video.title}</bdi>
        </h1>
        <p className="mt-1 max-w-110 text-14 text-text-2">{text}</p>
      </div>
    </Frame>
  );
}

/** Without a player: the same box, in the colours of the site. */
function Frame({ children, videoId }: { children?: ReactNode; videoId?: string }) {
  const t = useTranslations('embed');
  const app = useTranslations('app');
  return (
    <main className="flex h-dvh flex-col overflow-y-auto bg-surface-1 px-5 py-3 text-center">
      <div className="m-auto flex flex-col items-center gap-2">{children}</div>
      {videoId && (
        <a
          href={shareLink(location.origin, videoId, null)}
          target="_blank"
          rel="noopener"
          aria-label={t('watch')}
          className="flex h-10 shrink-0 items-center self-end rounded-sm"
        >
          <Logo label={app('name')} height={18} />
        </a>
      )}
    </main>
  );
}
