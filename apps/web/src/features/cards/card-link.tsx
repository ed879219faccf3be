import type { ChannelRef, VideoCard } from '@kinora/sdk';
import { Avatar, classNames, Thumbnail } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { shareLink } from '../playback/share-link.ts';
import { useMatureLook } from '../videos/mature-look.ts';
import { prefetchVideo } from '../videos/queries.ts';
import { videoLength } from '../videos/video-length.ts';

interface CardLinkProps {
  /** In a frame on a page of somebody else: leads to a window of its own. */
  framed: boolean;
  /** Over the end of a film, and not beside it. */
  large?: boolean;
}

export function VideoCardLink({ video, ...how }: CardLinkProps & { video: VideoCard }) {
  const { framed, large } = how;
  const mature = useMatureLook(video);
  const className = classNames(
    'rounded-sm text-14 font-semibold text-white hover:underline',
    large ? 'kp-end-card flex flex-col gap-2' : 'flex min-w-0 items-center gap-3',
  );
  const content = (
    <>
      <Thumbnail
        url={video.thumbnailUrl}
        {...mature}
        rounded="rounded-sm"
        className={large ? 'w-full' : 'w-24 shrink-0'}
        badge={large ? videoLength(video) : undefined}
      />
      <bdi className="line-clamp-2 min-w-0 break-words">{video.title}</bdi>
    </>
  );
  if (framed) return <FrameLink href={shareLink(location.origin, video.id, null)} {...{ className, content }} />;
  return (
    <Link
      to="/watch/$videoId"
      params={{ videoId: video.id }}
      onPointerEnter={() => prefetchVideo(video.id)}
      className={className}
    >
      {content}
    </Link>
  );
}

export function ChannelCardLink({ channel, framed, large }: CardLinkProps & { channel: ChannelRef }) {
  const t = useTranslations('cards');
  const className = classNames(
    'flex min-w-0 rounded-sm text-14 font-semibold text-white hover:underline',
    large ? 'kp-end-card flex-col items-center gap-2 text-center' : 'items-center gap-3',
  );
  const content = (
    <>
      <Avatar name={channel.name} url={channel.avatarUrl} size={large ? 72 : 40} />
      <span className="min-w-0">
        <bdi className="block truncate">{channel.name}</bdi>
        <span className="block text-13 font-normal">{t('toChannel')}</span>
      </span>
    </>
  );
  if (framed) return <FrameLink href={`${location.origin}/@${channel.handle}`} {...{ className, content }} />;
  return (
    <Link to="/@{$handle}" params={{ handle: channel.handle }} className={className}>
      {content}
    </Link>
  );
}

function FrameLink({ href, className, content }: { href: string; className: string; content: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener" className={className}>
      {content}
    </a>
  );
}
