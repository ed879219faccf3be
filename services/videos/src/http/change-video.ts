import type { AccountCaller } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { tagKey } from '../domain/tag-key.ts';
import { hashVideoPassword } from '../domain/video-password.ts';
import { mayEdit } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { toAccessRule } from '../store/to-access-rule.ts';
import type { VideoChange, VideoRow } from '../store/videos-store.ts';
import { findOwnViewerList } from './find-own-viewer-list.ts';
import {
  descriptionField,
  detailFields,
  MOST_TAGS,
  passwordField,
  tagsField,
  visibilityField,
} from './video-fields.ts';
import { withdrawNow } from './withdraw-now.ts';

/** What may be changed of a video, be it one or many. */
export const changeFields = {
  description: descriptionField.optional(),
  tags: tagsField.optional(),
  visibility: visibilityField.optional(),
  /** With visibility `password`, which needs one. A new one ends what the old one opened. */
  password: passwordField.optional(),
  /** With visibility `members`, which needs one of mine. */
  viewerListId: z.string().max(40).optional(),
  ...detailFields,
  channelId: z.string().max(40).optional(),
  /** When it becomes public; null: not by itself. */
  publishAt: z.iso.datetime().nullable().optional(),
  /** With `publishAt`: its page is open before, and all watch together from then on. */
  premiere: z.boolean().optional(),
};

const changeSchema = z.object({ ...changeFields, title: z.string().optional() });
export type Change = z.infer<typeof changeSchema> & {
  addTags?: string[] | undefined;
  removeTags?: string[] | undefined;
};

/**
 * Changes one video of the caller's in a transaction of its own. `mayUse` says whether the caller may publish in a
 * channel; a video that stays where it is does not ask.
 */
export async function changeVideo(
  context: VideosContext,
  of: { id: string; change: Change; caller: AccountCaller; mayUse: MayUse },
): Promise<VideoRow> {
  const { id, change, caller, mayUse } = of;
  const existing = await context.videos.find(id);
  if (!existing || !mayEdit(existing, caller)) throw videosErrors.not_found();
  const { channelId } = change;
  if (channelId && channelId !== existing.channel_id && !(await mayUse(channelId, existing.owner_account_id))) {
    throw videosErrors.channel_not_yours();
  }
  const { viewerListId } = change;
  // Who helps with a channel may leave what the owner has chosen.
  if (viewerListId !== undefined && viewerListId !== existing.viewer_list_id)
    await findOwnViewerList(context, viewerListId, caller);
  if (change.publishAt && Date.parse(change.publishAt) <= Date.now()) throw videosErrors.time_is_past();
  if (Object.values(change).every((value) => value === undefined)) return existing;
  const hash = change.password === undefined ? undefined : await hashVideoPassword(change.password);
  const result = await context.videos.update(id, (video) => ({
    ...toColumns(change, video),
    ...newPassword(video, change.visibility, hash),
  }));
  if (!result) throw videosErrors.not_found();
  const { before, after } = result;
  if (after.publish_at !== null) context.wakePublisher();
  if (after.access_version !== before.access_version) await withdrawNow(context, toAccessRule(after));
  return after;
}

/** Whether a video of this owner may be put into a channel: one of the same owner in which the caller publishes. */
type MayUse = (channelId: string, ownerAccountId: string) => Promise<boolean>;

/** Asked at most once, whatever there is to decide. */
export function channelsOf(context: VideosContext, caller: AccountCaller): MayUse {
  let asked: Promise<Map<string, string>> | undefined;
  return async (channelId, ownerAccountId) => {
    asked ??= context.channels
      .listPublishableChannels({ accountId: caller.accountId })
      .then(({ channels }) => new Map(channels.map((channel) => [channel.id, channel.ownerAccountId])));
    return (await asked).get(channelId) === ownerAccountId;
  };
}

function publishTime(wanted: string | null | undefined, visibility: string | undefined, video: VideoRow): Date | null {
  if (wanted !== undefined) return wanted === null ? null : new Date(wanted);
  // What is public already waits for nothing.
  return visibility === 'public' ? null : video.publish_at;
}

/** Whoever makes a video public at once, or open by another door, calls its premiere off. */
function premiereAt(change: Change, video: VideoRow, publishAt: Date | null): Date | null {
  const wanted = change.premiere ?? (video.premiere_at !== null && video.publish_at !== null);
  // One that has begun, or is over, remains what it was.
  if (change.premiere === undefined && video.publish_at === null) return video.premiere_at;
  if (!wanted) return null;
  const isPrivate = (change.visibility ?? video.visibility) === 'private';
  if (publishAt !== null && isPrivate && video.published_at === null) return publishAt;
  if (!change.premiere) return null;
  if (video.published_at !== null) throw videosErrors.premiere_was_public();
  throw publishAt === null ? videosErrors.premiere_without_time() : videosErrors.premiere_not_private();
}

function assertHasList({ visibility, viewerListId }: Change, video: VideoRow): void {
  if (visibility === 'members' && !(viewerListId ?? video.viewer_list_id)) throw videosErrors.list_missing();
}

function newPassword(video: VideoRow, visibility = video.visibility, hash?: string): VideoChange {
  if (hash !== undefined && visibility !== 'password') throw videosErrors.password_unused();
  if (visibility === 'password' && (hash ?? video.password_hash) === null) throw videosErrors.password_missing();
  return hash === undefined ? {} : { password_hash: hash, password_version: video.password_version + 1 };
}

function toColumns(change: Change, video: VideoRow): VideoChange {
  assertHasList(change, video);
  const {
    channelId,
    commentsAllowed,
    downloadsAllowed,
    password,
    viewerListId,
    publishAt: wantedTime,
    premiere: _,
    addTags,
    removeTags,
    ...rest
  } = change;
  const publishAt = publishTime(wantedTime, rest.visibility, video);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...given,
    publish_at: publishAt,
    premiere_at: premiereAt(change, video, publishAt),
    ...(channelId ? { channel_id: channelId } : {}),
    ...(viewerListId ? { viewer_list_id: viewerListId } : {}),
    ...(commentsAllowed === undefined ? {} : { comments_allowed: commentsAllowed }),
    ...(downloadsAllowed === undefined ? {} : { downloads_allowed: downloadsAllowed }),
    ...(addTags || removeTags ? { tags: mixTags(rest.tags ?? video.tags, addTags, removeTags) } : {}),
  };
}

/** Tags that are there keep their place and how they are written. */
function mixTags(tags: readonly string[], add: readonly string[] = [], remove: readonly string[] = []): string[] {
  const gone = new Set(remove.map(tagKey));
  const mixed = new Map(tags.filter((tag) => !gone.has(tagKey(tag))).map((tag) => [tagKey(tag), tag]));
  for (const tag of add) if (!mixed.has(tagKey(tag))) mixed.set(tagKey(tag), tag);
  if (mixed.size > MOST_TAGS) throw videosErrors.too_many_tags();
  return [...mixed.values()];
}
