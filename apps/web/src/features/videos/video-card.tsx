import { watchedShare } from '@kinora/player/headless';
import type { VideoCard as Card } from '@kinora/sdk';
import { Avatar, Thumbnail } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { usePremiereLook } from '../premieres/premiere-look.ts';
import { useMatureLook } from './mature-look.ts';
import { prefetchVideo, useThumbnail } from './queries.ts';
import { useReadyWatchPage } from './use-ready-watch-page.ts';
import { videoLength } from './video-length.ts';

const HoverPreview = lazy(async () => ({ default: (await import('./hover-preview.tsx')).HoverPreview }));

export interface VideoCardProps {
  video: Card;
  eager?: boolean;
  withoutChannel?: boolean;
}

/** One link over picture and title; the channel is a link of its own. */
export function VideoCard({ video, eager, withoutChannel }: VideoCardProps) {
  const formats = useFormats();
  const picture = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const thumbnailUrl = useThumbnail(video);
  const mature = useMatureLook(video);
  const premiere = usePremiereLook(video);
  useReadyWatchPage();
  const when = video.publishedAt ?? video.createdAt;
  return (
    <article className="relative" onPointerEnter={() => setNear(true)}>
      <div ref={picture} className="card-picture overflow-hidden rounded-md">
        <Thumbnail
          url={thumbnailUrl}
          eager={eager}
          rounded="card-picture rounded-md"
          badge={videoLength(video)}
          progress={watchedShare(localStorage, video.id)}
          blurred={mature.blurred}
          mark={[premiere.mark, mature.mark].filter(Boolean).join(' · ')}
        >
          {near && video.previewUrl && !mature.blurred && (
            <Suspense fallback={null}>
              <HoverPreview area={picture} url={video.previewUrl} durationMs={video.durationMs} />
            </Suspense>
          )}
        </Thumbnail>
      </div>
      <div className="card-text flex gap-3 pt-2.5">
        {!withoutChannel && (
          <Avatar name={video.channel.name} url={video.channel.avatarUrl} size={36} className="card-avatar-large" />
        )}
        <div className="min-w-0 flex-1">
          <h2 className="card-title text-16 font-semibold">
            <WatchLink video={video} picture={picture}>
              <bdi className="line-clamp-2 break-words">{video.title}</bdi>
            </WatchLink>
          </h2>
          <p className="mt-1 flex min-w-0 items-center gap-1 text-13 text-text-2">
            {!withoutChannel && (
              <Link
                to="/@{$handle}"
                params={{ handle: video.channel.handle }}
                className="relative z-1 flex min-w-0 items-center gap-2 rounded-xs hover:text-text-1"
              >
                <Avatar
                  name={video.channel.name}
                  url={video.channel.avatarUrl}
                  size={20}
                  className="card-avatar-small"
                />
                <bdi className="card-channel truncate">{video.channel.name}</bdi>
              </Link>
            )}
            <span className="tabular shrink-0">
              {!withoutChannel && <span aria-hidden>· </span>}
              {video.views > 0 && (
                <>
                  <span aria-hidden>{formats.count(video.views)}</span>
                  <span className="sr-only">{formats.views(video.views)}</span>
                  {' · '}
                </>
              )}
              {premiere.when ?? formats.age(when)}
            </span>
          </p>
        </div>
      </div>
    </article>
  );
}

interface WatchLinkProps {
  video: Card;
  picture: React.RefObject<HTMLElement | null>;
  children: React.ReactNode;
}

/** The whole card is its target, and its picture becomes the player. */
function WatchLink({ video, picture, children }: WatchLinkProps) {
  const t = useTranslations('card');
  return (
    <Link
      to="/watch/$videoId"
      params={{ videoId: video.id }}
      viewTransition
      aria-label={t('watch', { title: video.title, channel: video.channel.name })}
      onPointerEnter={() => prefetchVideo(video.id)}
      onFocus={() => prefetchVideo(video.id)}
      onClick={() => {
        if (picture.current) picture.current.style.viewTransitionName = 'watch-player';
      }}
      className="rounded-xs after:absolute after:inset-0 after:rounded-md focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus"
    >
      {children}
    </Link>
  );
}
