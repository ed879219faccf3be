import { watchedShare } from '@kinora/player/headless';
import type { VideoCard } from '@kinora/sdk';
import { Skeleton, Switch, Thumbnail } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { useNearEnd } from '../../app/use-near-end.ts';
import { useMatureLook } from '../videos/mature-look.ts';
import { prefetchVideo } from '../videos/queries.ts';
import type { Paged } from '../videos/video-grid.tsx';
import { videoLength } from '../videos/video-length.ts';

export interface UpNextProps {
  videos: VideoCard[];
  query: Paged;
  autoplay: boolean;
  onAutoplay: (on: boolean) => void;
}

export function UpNext({ videos, query, autoplay, onAutoplay }: UpNextProps) {
  const t = useTranslations('watch');
  const end = useNearEnd(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }, query.hasNextPage);
  return (
    <>
      <div className="flex min-h-12 items-center justify-between pb-2 max-side:mt-8">
        <h2 className="text-16 font-semibold">{t('upNext')}</h2>
        {videos.length > 0 && <Switch label={t('autoplay')} on={autoplay} onChange={onAutoplay} />}
      </div>
      {!query.isPending && videos.length === 0 && <p className="text-14 text-text-2">{t('nothingNext')}</p>}
      <ul className="flex flex-col gap-3.5">
        {videos.map((video) => (
          <li key={video.id}>
            <NextCard video={video} />
          </li>
        ))}
        {(query.isPending || query.isFetchingNextPage) &&
          [0, 1, 2, 3].map((box) => (
            <li key={`box-${box}`} className="flex gap-3" aria-hidden>
              <div className="skeleton aspect-video w-42 shrink-0 rounded-sm" />
              <div className="flex flex-1 flex-col gap-2 pt-1">
                <Skeleton className="h-4 w-full" />
                <Skeleton className="h-3.5 w-1/2" />
              </div>
            </li>
          ))}
      </ul>
      <div ref={end} className="h-px" />
    </>
  );
}

function NextCard({ video }: { video: VideoCard }) {
  const formats = useFormats();
  const mature = useMatureLook(video);
  return (
    <Link
      to="/watch/$videoId"
      params={{ videoId: video.id }}
      onPointerEnter={() => prefetchVideo(video.id)}
      onFocus={() => prefetchVideo(video.id)}
      className="flex gap-3 rounded-sm"
    >
      <Thumbnail
        url={video.thumbnailUrl}
        {...mature}
        rounded="rounded-sm"
        className="w-42 shrink-0 self-start"
        badge={videoLength(video)}
        progress={watchedShare(localStorage, video.id)}
      />
      <span className="min-w-0">
        <bdi className="line-clamp-2 text-15 font-semibold break-words">{video.title}</bdi>
        <bdi className="mt-1 block truncate text-13 text-text-2">{video.channel.name}</bdi>
        <span className="tabular block truncate text-13 text-text-3">
          {video.views > 0 && `${formats.views(video.views)} · `}
          {formats.age(video.publishedAt ?? video.createdAt)}
        </span>
      </span>
    </Link>
  );
}
