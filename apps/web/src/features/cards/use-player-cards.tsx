import type { PlayerCard } from '@kinora/player';
import type { VideoDetail } from '@kinora/sdk';
import { type ReactNode, useMemo } from 'react';
import { ChannelCardLink, VideoCardLink } from './card-link.tsx';
import { useCards } from './queries.ts';
import './cards.css';

/** Cards and the end of a video, for its player. */
export function usePlayerCards(video: VideoDetail, framed: boolean): { cards: PlayerCard[]; end: ReactNode } {
  const { data } = useCards(video);
  const { channel } = video;
  const cards = useMemo(
    () =>
      (data?.cards ?? []).map(({ startMs, video: target }) => ({
        startS: startMs / 1000,
        content: target ? (
          <VideoCardLink video={target} framed={framed} />
        ) : (
          <ChannelCardLink channel={channel} framed={framed} />
        ),
      })),
    [data, channel, framed],
  );
  const ends = data?.endScreen;
  const videos = ends ? [...ends.videos, ...(ends.newest ? [ends.newest] : [])] : [];
  const end = ends && (videos.length > 0 || ends.withChannel) && (
    <>
      {videos.map((target) => (
        <VideoCardLink key={target.id} video={target} framed={framed} large />
      ))}
      {ends.withChannel && <ChannelCardLink channel={channel} framed={framed} large />}
    </>
  );
  return { cards, end };
}
