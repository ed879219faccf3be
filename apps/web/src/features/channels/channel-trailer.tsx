import type { Channel } from '@kinora/sdk';
import { useTranslations } from 'use-intl';
import { useVideo } from '../videos/queries.ts';
import { VideoCard } from '../videos/video-card.tsx';

/** A video that says what the channel is about. One that is gone, hidden or elsewhere by now is left out. */
export function ChannelTrailer({ channel, videoId }: { channel: Channel; videoId: string }) {
  const t = useTranslations('channel');
  const { data: video } = useVideo(videoId);
  if (video?.visibility !== 'public' || video.channel.id !== channel.id) return null;
  return (
    <section
      aria-label={t('trailer')}
      className="mb-8 grid gap-x-8 gap-y-3 border-b border-line pb-8 phone:grid-cols-[minmax(0,32rem)_minmax(0,1fr)]"
    >
      <VideoCard video={video} withoutChannel eager />
      {video.description && (
        <p className="line-clamp-8 text-15 break-words whitespace-pre-line text-text-2" dir="auto">
          {video.description}
        </p>
      )}
    </section>
  );
}
