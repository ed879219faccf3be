import type { Page, PageRequest } from './page.ts';
import type { Transport } from './transport.ts';
import type { VideoCard } from './video-types.ts';

export type Reaction = 'like' | 'dislike';

export interface VideoReactions {
  likes: number;
  dislikes: number;
  /** That all who see the video may read. */
  comments: number;
  mine: Reaction | null;
}

/** @param grant what `videos.open` has answered, for a video with a password. */
export function reactionsApi(transport: Transport) {
  const path = (videoId: string) => `/videos/${encodeURIComponent(videoId)}/reaction`;
  const withGrant = (grant: string | undefined) => (grant === undefined ? {} : { headers: { 'video-grant': grant } });
  return {
    get(videoId: string, signal?: AbortSignal, grant?: string): Promise<VideoReactions> {
      return transport.json(path(videoId), { signal, ...withGrant(grant) });
    },
    /** Null: I think nothing of it any more. */
    set(videoId: string, reaction: Reaction | null, grant?: string): Promise<VideoReactions> {
      if (reaction === null) return transport.json(path(videoId), { method: 'DELETE', ...withGrant(grant) });
      return transport.json(path(videoId), { method: 'PUT', json: { reaction }, ...withGrant(grant) });
    },
    /** Videos that I like, the latest first. */
    liked(request: PageRequest = {}): Promise<Page<VideoCard>> {
      const { signal, ...query } = request;
      return transport.json('/me/liked-videos', { query, signal });
    },
  };
}
