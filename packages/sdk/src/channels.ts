import type { Body, Transport } from './transport.ts';

export interface ChannelRef {
  id: string;
  handle: string;
  name: string;
  avatarUrl: string | null;
}

export interface ChannelLink {
  title: string;
  /** http or https. */
  url: string;
}

export interface Channel extends ChannelRef {
  description: string;
  bannerUrl: string | null;
  links: ChannelLink[];
  /** A video of this channel; it may be gone, or hidden, by now. */
  trailerVideoId: string | null;
  videoCount: number;
  createdAt: string;
  canEdit: boolean;
}

export interface MyChannel extends Channel {
  /** With those that are not public, or not ready. */
  allVideoCount: number;
}

/** What is not named stays as it is. */
export interface ChannelChange {
  name?: string;
  handle?: string;
  description?: string;
  /** At most eight. */
  links?: ChannelLink[];
  trailerVideoId?: string | null;
}

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

export function channelsApi(transport: Transport) {
  const pathOf = (id: string, kind: 'avatar' | 'banner') => `/channels/${encodeURIComponent(id)}/${kind}`;
  /** At most 5 MB. */
  const putPicture = (
    kind: 'avatar' | 'banner',
    { id, image, type }: { id: string; image: Body; type: PictureType },
  ): Promise<Channel> =>
    transport.json(pathOf(id, kind), { method: 'PUT', body: image, headers: { 'content-type': type } });
  const deletePicture = (kind: 'avatar' | 'banner', id: string): Promise<Channel> =>
    transport.json(pathOf(id, kind), { method: 'DELETE' });
  return {
    /** By id, or by `@handle`; one that it had before leads to it, too. */
    get(ref: string, signal?: AbortSignal): Promise<Channel> {
      return transport.json(`/channels/${encodeURIComponent(ref)}`, { signal });
    },
    create(channel: { name: string; handle: string }): Promise<Channel> {
      return transport.json('/channels', { method: 'POST', json: channel });
    },
    /** Its videos go to another channel of mine, or are deleted with it. */
    async delete(id: string, options: { videosTo?: string } = {}): Promise<void> {
      const query = options.videosTo === undefined ? {} : { videosTo: options.videosTo };
      await transport.request(`/channels/${encodeURIComponent(id)}`, { method: 'DELETE', query });
    },
    async mine(signal?: AbortSignal): Promise<MyChannel[]> {
      const answer = await transport.json<{ items: MyChannel[] }>('/me/channels', { signal });
      return answer.items;
    },
    update(id: string, change: ChannelChange): Promise<Channel> {
      return transport.json(`/channels/${encodeURIComponent(id)}`, { method: 'PATCH', json: change });
    },
    putAvatar: (id: string, image: Body, type: PictureType) => putPicture('avatar', { id, image, type }),
    deleteAvatar: (id: string) => deletePicture('avatar', id),
    putBanner: (id: string, image: Body, type: PictureType) => putPicture('banner', { id, image, type }),
    deleteBanner: (id: string) => deletePicture('banner', id),
  };
}
