import type { Body, Transport } from './transport.ts';

export interface ChannelRef {
  id: string;
  handle: string;
  name: string;
  avatarUrl: string | null;
}

export interface Channel extends ChannelRef {
  description: string;
  videoCount: number;
  createdAt: string;
  canEdit: boolean;
}

export interface MyChannel extends Channel {
  /** With those that are not public, or not ready. */
  allVideoCount: number;
}

export type AvatarType = 'image/jpeg' | 'image/png' | 'image/webp';

export function channelsApi(transport: Transport) {
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
    update(id: string, change: { name?: string; handle?: string; description?: string }): Promise<Channel> {
      return transport.json(`/channels/${encodeURIComponent(id)}`, { method: 'PATCH', json: change });
    },
    /** At most 5 MB. */
    putAvatar(id: string, image: Body, type: AvatarType): Promise<Channel> {
      return transport.json(`/channels/${encodeURIComponent(id)}/avatar`, {
        method: 'PUT',
        body: image,
        headers: { 'content-type': type },
      });
    },
    deleteAvatar(id: string): Promise<Channel> {
      return transport.json(`/channels/${encodeURIComponent(id)}/avatar`, { method: 'DELETE' });
    },
  };
}
