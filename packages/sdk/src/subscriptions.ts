import type { ChannelRef } from './channels.ts';
import type { Page, PageRequest } from './page.ts';
import type { Transport } from './transport.ts';
import type { VideoCard } from './video-types.ts';

/** How a follower is told of new videos: of every one, of the first one of a day, or not at all. */
export type Bell = 'all' | 'personalised' | 'none';

export interface Subscription {
  channelId: string;
  subscribed: boolean;
  /** Null for whoever does not follow it. */
  bell: Bell | null;
  subscribers: number;
}

export interface FollowedChannel {
  channel: ChannelRef;
  bell: Bell;
  since: string;
  subscribers: number;
  /** A video came out since the feed was last looked at. */
  isNew: boolean;
}

export function subscriptionsApi(transport: Transport) {
  const path = (channelId: string) => `/channels/${encodeURIComponent(channelId)}/subscription`;
  return {
    get(channelId: string, signal?: AbortSignal): Promise<Subscription> {
      return transport.json(path(channelId), { signal });
    },
    follow(channelId: string, bell: Bell = 'personalised'): Promise<Subscription> {
      return transport.json(path(channelId), { method: 'PUT', json: { bell } });
    },
    unfollow(channelId: string): Promise<Subscription> {
      return transport.json(path(channelId), { method: 'DELETE' });
    },
    /** Channels that I follow, the latest first. */
    list(request: PageRequest = {}): Promise<Page<FollowedChannel>> {
      const { signal, ...query } = request;
      return transport.json('/me/subscriptions', { query, signal });
    },
    /** Their videos, the newest first; what came out after `newSince` is new since my last visit. */
    videos(request: PageRequest = {}): Promise<Page<VideoCard> & { newSince: string | null }> {
      const { signal, ...query } = request;
      return transport.json('/me/subscriptions/videos', { query, signal });
    },
    /** I look at them now. */
    visit(): Promise<{ newSince: string | null }> {
      return transport.json('/me/subscriptions/visits', { method: 'POST' });
    },
  };
}
