import type { VideoCards, VideoDetail } from '@kinora/sdk';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { queryClient } from '../../app/queries.ts';
import { readGrant } from '../videos/grants.ts';

const cardsKey = (videoId: string) => ['cards', videoId];

/** What a video points out. It is asked for where the video says that there is something, or where it is edited. */
export function useCards({ id, hasCards }: Pick<VideoDetail, 'id' | 'hasCards'>, { always = false } = {}) {
  return useQuery({
    queryKey: cardsKey(id),
    queryFn: ({ signal }) => client.videos.cards(id, signal, readGrant(id)),
    enabled: hasCards || always,
  });
}

export function cardsChanged(videoId: string, cards: VideoCards): void {
  queryClient.setQueryData(cardsKey(videoId), cards);
}
