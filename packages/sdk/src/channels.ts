import type { Proof } from './security.ts';
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
  subscriberCount: number;
  createdAt: string;
  canEdit: boolean;
}

/** What people may be given in a channel of another. */
export type MemberRole = 'editor' | 'moderator' | 'analyst';

export interface ChannelTeam {
  /** My own. */
  role: MemberRole | 'owner';
  /** The owner first. */
  members: { accountId: string; name: string; role: MemberRole | 'owner' }[];
  /** Only for the owner; `owner` offers the channel itself. */
  invitations: { id: string; invited: string; role: MemberRole | 'owner'; expiresAt: string }[];
}

export interface ChannelInvitation {
  id: string;
  /** `owner`: the channel itself is offered. */
  role: MemberRole | 'owner';
  channel: { id: string; handle: string; name: string };
  ownerName: string;
  expiresAt: string;
  /** What an offered channel takes of my quota (null: none); null where nothing is offered, or it is not known now. */
  room: { bytes: number; usedBytes: number; quotaBytes: number | null } | null;
}

export interface MyChannel extends Channel {
  role: MemberRole | 'owner';
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
    team(id: string, signal?: AbortSignal): Promise<ChannelTeam> {
      return transport.json(`/channels/${encodeURIComponent(id)}/team`, { signal });
    },
    /** `to` is an e-mail address or a @handle. */
    invite(id: string, invitation: { to: string; role: MemberRole }): Promise<ChannelTeam> {
      return transport.json(`/channels/${encodeURIComponent(id)}/invitations`, { method: 'POST', json: invitation });
    },
    async withdrawInvitation(id: string, invitationId: string): Promise<void> {
      const path = `/channels/${encodeURIComponent(id)}/invitations/${encodeURIComponent(invitationId)}`;
      await transport.request(path, { method: 'DELETE' });
    },
    setRole(id: string, accountId: string, role: MemberRole): Promise<ChannelTeam> {
      const path = `/channels/${encodeURIComponent(id)}/team/${encodeURIComponent(accountId)}`;
      return transport.json(path, { method: 'PATCH', json: { role } });
    },
    /** Also to leave a channel of another. */
    async removeMember(id: string, accountId: string): Promise<void> {
      const path = `/channels/${encodeURIComponent(id)}/team/${encodeURIComponent(accountId)}`;
      await transport.request(path, { method: 'DELETE' });
    },
    /** To somebody who helps with it; it is theirs when they accept. */
    offer(id: string, offer: { accountId: string; proof: Proof }): Promise<ChannelTeam> {
      return transport.json(`/channels/${encodeURIComponent(id)}/offers`, { method: 'POST', json: offer });
    },
    async invitations(signal?: AbortSignal): Promise<ChannelInvitation[]> {
      const answer = await transport.json<{ items: ChannelInvitation[] }>('/me/channel-invitations', { signal });
      return answer.items;
    },
    acceptInvitation(id: string): Promise<Channel> {
      return transport.json(`/me/channel-invitations/${encodeURIComponent(id)}/acceptance`, { method: 'POST' });
    },
    async declineInvitation(id: string): Promise<void> {
      await transport.request(`/me/channel-invitations/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
    putAvatar: (id: string, image: Body, type: PictureType) => putPicture('avatar', { id, image, type }),
    deleteAvatar: (id: string) => deletePicture('avatar', id),
    putBanner: (id: string, image: Body, type: PictureType) => putPicture('banner', { id, image, type }),
    deleteBanner: (id: string) => deletePicture('banner', id),
  };
}
