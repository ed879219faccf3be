import type { Page, PageRequest } from './page.ts';
import type { Reaction } from './reactions.ts';
import type { Transport } from './transport.ts';

export type CommentSort = 'top' | 'newest';
export type CommentState = 'shown' | 'held' | 'removed' | 'deleted';

export interface Comment {
  id: string;
  videoId: string;
  /** The comment that begins the thread; null for one that does. */
  parentId: string | null;
  /** As which channel somebody speaks; null where they are gone. */
  author: { channelId: string; handle: string; name: string; avatarUrl: string | null } | null;
  /** Whose video it is, or who helps with its channel. */
  byCreator: boolean;
  /** Plain text. */
  text: string;
  /** Handles in the text that name a channel, as they are written there, without the @. */
  mentions: { handle: string; channelId: string }[];
  state: CommentState;
  createdAt: string;
  editedAt: string | null;
  likes: number;
  replies: number;
  pinned: boolean;
  hearted: boolean;
  mine: boolean;
  myReaction: Reaction | null;
}

export interface CommentPage extends Page<Comment> {
  /** With all answers. */
  total: number;
  commentsAllowed: boolean;
  moderates: boolean;
  /** For those who do not moderate. */
  slowModeSeconds: number;
}

/** A comment as those see it who moderate. */
export interface ModeratedComment extends Comment {
  heldFor: 'word' | 'link' | 'everything' | null;
  video: { id: string; title: string } | null;
}

export interface CommentSettings {
  hold: 'nothing' | 'links' | 'everything';
  blockedWords: string[];
  slowModeSeconds: number;
}

export interface BlockedPerson {
  id: string;
  channel: { id: string; handle: string; name: string; avatarUrl: string | null } | null;
  since: string;
}

export type ModerationActName =
  | 'comment.approved'
  | 'comment.removed'
  | 'person.blocked'
  | 'person.unblocked'
  | 'settings.changed';

export interface ModerationAct {
  id: string;
  act: ModerationActName;
  at: string;
  by: { handle: string; name: string } | null;
  person: { handle: string; name: string } | null;
  commentId: string | null;
}

export interface ChannelCommentFilter {
  channel?: string | undefined;
  video?: string | undefined;
  state?: 'shown' | 'held' | 'removed' | undefined;
  q?: string | undefined;
}

/** @param grant what `videos.open` has answered, for a video with a password. */
export function commentsApi(transport: Transport) {
  const of = (videoId: string) => `/videos/${encodeURIComponent(videoId)}/comments`;
  const one = (id: string) => `/comments/${encodeURIComponent(id)}`;
  const channel = (id: string) => `/channels/${encodeURIComponent(id)}`;
  const withGrant = (grant: string | undefined) => (grant === undefined ? {} : { headers: { 'video-grant': grant } });
  return {
    /** Those that begin threads. */
    list(videoId: string, request: PageRequest & { sort?: CommentSort } = {}, grant?: string): Promise<CommentPage> {
      const { signal, ...query } = request;
      return transport.json(of(videoId), { query, signal, ...withGrant(grant) });
    },
    replies(id: string, request: PageRequest = {}, grant?: string): Promise<Page<Comment>> {
      const { signal, ...query } = request;
      return transport.json(`${one(id)}/replies`, { query, signal, ...withGrant(grant) });
    },
    get(id: string, signal?: AbortSignal, grant?: string): Promise<Comment> {
      return transport.json(one(id), { signal, ...withGrant(grant) });
    },
    /** It may be held until somebody lets it through: its state says so. `key` makes trying again safe. */
    write(
      videoId: string,
      { text, parentId = null, key }: { text: string; parentId?: string | null; key?: string },
      grant?: string,
    ): Promise<Comment> {
      const headers = {
        ...(grant === undefined ? {} : { 'video-grant': grant }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      };
      return transport.json(of(videoId), { method: 'POST', json: { text, parentId }, headers });
    },
    edit(id: string, text: string, grant?: string): Promise<Comment> {
      return transport.json(one(id), { method: 'PATCH', json: { text }, ...withGrant(grant) });
    },
    /** With what was answered; `restore` brings it back for a day. */
    async delete(id: string, grant?: string): Promise<void> {
      await transport.request(one(id), { method: 'DELETE', ...withGrant(grant) });
    },
    restore(id: string, grant?: string): Promise<Comment> {
      return transport.json(`${one(id)}/restoration`, { method: 'POST', ...withGrant(grant) });
    },
    react(id: string, reaction: Reaction | null, grant?: string): Promise<{ likes: number; mine: Reaction | null }> {
      const path = `${one(id)}/reaction`;
      if (reaction === null) return transport.json(path, { method: 'DELETE', ...withGrant(grant) });
      return transport.json(path, { method: 'PUT', json: { reaction }, ...withGrant(grant) });
    },
    pin(id: string, pinned: boolean): Promise<Comment> {
      return transport.json(`${one(id)}/pin`, { method: pinned ? 'PUT' : 'DELETE' });
    },
    heart(id: string, hearted: boolean): Promise<Comment> {
      return transport.json(`${one(id)}/heart`, { method: hearted ? 'PUT' : 'DELETE' });
    },
    /** For those who moderate. */
    approve(id: string): Promise<Comment> {
      return transport.json(`${one(id)}/approval`, { method: 'POST' });
    },
    remove(id: string): Promise<Comment> {
      return transport.json(`${one(id)}/removal`, { method: 'POST' });
    },
    /** Whoever wrote it writes no more in its channel. */
    async blockAuthor(id: string): Promise<void> {
      await transport.request(`${one(id)}/author-block`, { method: 'POST' });
    },
    /** What was said in channels in which I moderate, the latest first. */
    inMyChannels(request: PageRequest & ChannelCommentFilter = {}): Promise<Page<ModeratedComment>> {
      const { signal, ...query } = request;
      return transport.json('/me/channel-comments', { query, signal });
    },
    settings(channelId: string, signal?: AbortSignal): Promise<CommentSettings> {
      return transport.json(`${channel(channelId)}/comment-settings`, { signal });
    },
    setSettings(channelId: string, settings: CommentSettings): Promise<CommentSettings> {
      return transport.json(`${channel(channelId)}/comment-settings`, { method: 'PUT', json: settings });
    },
    blockedPeople(channelId: string, request: PageRequest = {}): Promise<Page<BlockedPerson>> {
      const { signal, ...query } = request;
      return transport.json(`${channel(channelId)}/blocked-people`, { query, signal });
    },
    async unblock(channelId: string, personId: string): Promise<void> {
      const path = `${channel(channelId)}/blocked-people/${encodeURIComponent(personId)}`;
      await transport.request(path, { method: 'DELETE' });
    },
    moderationActs(channelId: string, request: PageRequest = {}): Promise<Page<ModerationAct>> {
      const { signal, ...query } = request;
      return transport.json(`${channel(channelId)}/moderation-acts`, { query, signal });
    },
  };
}
