import { VideoCreatedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { Category, Licence } from '../domain/details.ts';
import type { Visibility } from '../domain/visibility.ts';
import { aggregateOf } from './aggregate-of.ts';
import { teamIn } from './channel-teams.ts';
import { channelNow } from './closed-channels.ts';
import { indexTags } from './index-tags.ts';
import type { VideosTables } from './tables.ts';
import { toAccessRule } from './to-access-rule.ts';
import type { VideoRow } from './videos-store.ts';

export interface NewVideo {
  channelId: string;
  accountId: string;
  title: string;
  description: string;
  tags: string[];
  visibility: Visibility;
  passwordHash?: string | null;
  viewerListId?: string | undefined;
  category?: Category | null | undefined;
  language?: string | null | undefined;
  licence?: Licence | undefined;
  commentsAllowed?: boolean | undefined;
  downloadsAllowed?: boolean | undefined;
  mature?: boolean | undefined;
  /** When it was published elsewhere. */
  originalDate?: Date | undefined;
}

export async function createVideoIn(
  transaction: Transaction<VideosTables>,
  { outbox }: { outbox: Outbox },
  input: NewVideo,
): Promise<VideoRow> {
  const channelId = await channelNow(transaction, input.channelId);
  const video = await transaction
    .insertInto('videos')
    .values({
      id: newId(),
      channel_id: channelId,
      owner_account_id: input.accountId,
      ...(await teamIn(transaction, channelId)),
      title: input.title,
      description: input.description,
      tags: input.tags,
      visibility: input.visibility,
      password_hash: input.passwordHash,
      viewer_list_id: input.viewerListId ?? null,
      password_version: input.passwordHash ? 1 : 0,
      published_at: null,
      deleted_at: null,
      duration_ms: null,
      width: null,
      height: null,
      failure_code: null,
      failure_message: null,
      edition: null,
      failed_edition: null,
      source_sha256: null,
      original_date: input.originalDate ?? null,
      category: input.category ?? null,
      language: input.language ?? null,
      licence: input.licence,
      comments_allowed: input.commentsAllowed,
      downloads_allowed: input.downloadsAllowed,
      mature: input.mature,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await indexTags(transaction, video);
  await outbox.emit(
    transaction,
    VideoCreatedSchema,
    { videoId: video.id, channelId: video.channel_id, title: video.title, rule: toAccessRule(video) },
    aggregateOf(video),
  );
  return video;
}
