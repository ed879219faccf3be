import type { VideoCard as Card } from '@kinora/sdk';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { flatten, type usePublicVideos } from '../videos/queries.ts';
import { VideoCard } from '../videos/video-card.tsx';

const SHOWN = 4;

/** The next ones, of a channel (id or `@handle`) where one is named. */
export function useComingPremieres(channel?: string) {
  return useQuery({
    queryKey: ['premieres', channel ?? null],
    queryFn: ({ signal }) => client.videos.premieres({ limit: SHOWN, channel, signal }),
    retry: 1,
  });
}

/** Of a list that premieres stand above: nothing of it is shown before these are known, so that nothing moves. */
export function useBesidePremieres(query: ReturnType<typeof usePublicVideos>, channel?: string) {
  const premieres = useComingPremieres(channel);
  return {
    coming: premieres.data ?? [],
    videos: premieres.isPending ? [] : flatten(query.data),
    isPending: query.isPending || premieres.isPending,
  };
}

/** Above other videos; nothing where there is none. */
export function ComingPremieres({ videos, withoutChannel }: { videos: Card[]; withoutChannel?: boolean }) {
  const t = useTranslations('premiere');
  if (videos.length === 0) return null;
  return (
    <section aria-labelledby="premieres-heading" className="mb-9">
      <h2 id="premieres-heading" className="mb-4 text-18 font-semibold">
        {t('coming')}
      </h2>
      <div className="grid-room">
        <ul className="video-grid">
          {videos.map((video) => (
            <li key={video.id}>
              <VideoCard video={video} withoutChannel={withoutChannel} eager />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
