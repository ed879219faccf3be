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

export type AvatarType = 'image/jpeg' | 'image/png' | 'image/webp';

export function channelsApi(transport: Transport) {
  return {
    /** By id, or by `@handle`. */
    get(ref: string, signal?: AbortSignal): Promise<Channel> {
      return transport.json(`/channels/${encodeURIComponent(ref)}`, { signal });
    },
    async mine(signal?: AbortSignal): Promise<Channel[]> {
      const answer = await transport.json<{ items: Channel[] }>('/me/channels', { signal });
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
