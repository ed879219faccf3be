import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { newId, type Service } from '@kinora/kernel';
import { fakePeer, startServiceAlone } from '@kinora/testing';
import type { InteractionsContext } from '../src/context.ts';
import { interactions } from '../src/index.ts';

export interface Comment {
  id: string;
  parentId: string | null;
  author: { channelId: string; handle: string } | null;
  byCreator: boolean;
  text: string;
  mentions: { handle: string; channelId: string }[];
  state: string;
  editedAt: string | null;
  likes: number;
  replies: number;
  pinned: boolean;
  hearted: boolean;
  mine: boolean;
  myReaction: string | null;
  heldFor?: string | null;
}

export interface Answer {
  status: number;
  body: Omit<Comment, 'mine'> & {
    code: string;
    items: Comment[];
    nextCursor: string | null;
    total: number;
    moderates: boolean;
    likes: number;
    dislikes: number;
    comments: number;
    mine: unknown;
  };
}

export type InteractionsAlone = Awaited<ReturnType<typeof startInteractions>>;

/** The service beside a channel of one owner, in which another helps. */
export async function startInteractions(environment: Record<string, string> = {}, tested: Service = interactions) {
  const owner = newId();
  const helper = newId();
  const channelId = newId();
  /** Videos that only these may see. */
  const seenBy = new Map<string, string[]>();
  /** Videos without comments. */
  const silent = new Set<string>();
  const videos = fakePeer('videos', VideosService, {
    checkViewer: ({ videoIds, viewer, grant }) => ({
      videos: videoIds
        .filter((id) => id.length === 22)
        .filter((id) => seenBy.get(id)?.includes(viewer?.accountId ?? '') !== false || grant === 'sesame')
        .map((id) => ({
          id,
          channelId,
          ownerAccountId: owner,
          title: 'A film',
          commentsAllowed: !silent.has(id),
          open: !seenBy.has(id),
          insiderAccountIds: [helper],
        })),
    }),
    getCards: () => ({ cards: [] }),
  });
  const channelOf = (accountId: string) => ({
    id: `channel-of-${accountId}`,
    handle: `handle-${accountId.slice(-5)}`,
    name: 'Somebody',
    ownerAccountId: accountId,
  });
  const channels = fakePeer('channels', ChannelsService, {
    getSpeakers: ({ accountIds }) => ({ channels: accountIds.map(channelOf) }),
    getChannels: ({ ids }) => ({ channels: ids.map((id) => ({ id, handle: 'the-channel', name: 'The channel' })) }),
    getChannelsByHandle: ({ handles }) => ({
      channels: handles
        .filter((handle) => handle === 'ann')
        .map(() => ({ ...channelOf('ann-account'), handle: 'Ann' })),
    }),
    listRoles: ({ accountId }) => ({
      roles:
        accountId === owner
          ? [{ channelId, role: 'owner' }]
          : accountId === helper
            ? [{ channelId, role: 'moderator' }]
            : [],
    }),
  });
  const service = await startServiceAlone<InteractionsContext>({
    service: tested,
    peers: [videos, channels],
    environment: { COMMENTS_PER_MINUTE: '10000', ...environment },
  });
  const call = async (token: string, method: string, path: string, body?: unknown, headers = {}): Promise<Answer> => {
    const answer = await fetch(`${service.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Answer['body'] };
  };
  const say = (token: string, videoId: string, text: string, parentId: string | null = null) =>
    call(token, 'POST', `/videos/${videoId}/comments`, { text, parentId });
  return { service, owner, helper, channelId, seenBy, silent, call, say };
}
