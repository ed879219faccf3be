import type { VideoDetail } from '@kinora/sdk';
import { useMyChannels } from '../channels/queries.ts';

/** As which channel I speak about a video, and whether I help with the one that it is in. */
export function useMyRole(video: Pick<VideoDetail, 'channel'>) {
  const mine = useMyChannels().data ?? [];
  const role = mine.find(({ id }) => id === video.channel.id)?.role ?? null;
  const first = mine.find((channel) => channel.role === 'owner') ?? null;
  return {
    speaker: role === 'owner' ? video.channel : first,
    /** In the name of the channel: pins and hearts. */
    isCreator: role === 'owner' || role === 'editor' || role === 'moderator',
  };
}
