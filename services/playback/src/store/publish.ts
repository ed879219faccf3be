import { EditionReplacedSchema, VideoPlayableSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { crashPoint } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import { isComplete, playableRenditions } from '../domain/edition-index.ts';
import { replacedLifetimeMs } from '../domain/media-token.ts';
import type { PlaybackTransaction } from './index-store.ts';

/**
 * After a change of an edition: a key as soon as it plays under a known rule, and VideoPlayable when what can be told
 * has changed. A newer edition takes over when it plays, or when it is whole where it is held back, never before. The caller
 * holds the video's row.
 *
 * @param options.onlySegments nothing but segments was added. While processing goes on they change nothing of what was told
 * of an edition that plays: its index is not read, which of a film of hours is long.
 * @param options.isNews something that was told has changed besides: it is told again.
 */
export async function publishEdition(
  context: PlaybackContext,
  transaction: PlaybackTransaction,
  editionId: string,
  { onlySegments = false, isNews = false }: { onlySegments?: boolean; isNews?: boolean } = {},
): Promise<void> {
  const touched = await context.index.touch(transaction, editionId);
  if (!touched || (onlySegments && touched.told_playable && !touched.finished)) return;
  crashPoint('publish-before-index');
  const edition = await context.index.loadOne(editionId, transaction);
  if (!edition || playableRenditions(edition).length === 0) return;
  const video = await context.access.lockVideo(transaction, edition.videoId);
  if (video.deleted || video.visibility === null) return;

  const current = await transaction
    .selectFrom('media_keys')
    .innerJoin('editions', 'editions.id', 'media_keys.edition_id')
    .select(['media_keys.key', 'media_keys.edition_id', 'editions.planned_at'])
    .where('media_keys.video_id', '=', edition.videoId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  const complete = isComplete(edition);
  const isCurrent = current?.edition_id === editionId;
  if (current && !isCurrent && (current.planned_at > edition.plannedAt || (edition.held && !complete))) return;
  if (current && !isCurrent && edition.held) await replaceEdition(context, transaction, current.edition_id);
  else if (!isCurrent) await context.access.endKeys(transaction, edition.videoId);
  const key = isCurrent ? current.key : await context.access.mintKey(transaction, video, editionId);

  const pictures = edition.posterBlob !== null && edition.sheets.length > 0;
  const told = touched.told_playable && touched.told_complete === complete && touched.told_pictures === pictures;
  if (told && !isNews) return;
  await transaction
    .updateTable('editions')
    .set({ told_playable: true, told_complete: complete, told_pictures: pictures })
    .where('id', '=', editionId)
    .execute();
  await context.outbox.emit(
    transaction,
    VideoPlayableSchema,
    {
      videoId: edition.videoId,
      edition: editionId,
      mediaKey: key,
      durationMs: BigInt(edition.durationMs),
      width: edition.width,
      height: edition.height,
      complete,
      hasPoster: edition.posterBlob !== null,
      hasStoryboard: edition.sheets.length > 0,
      shown: (edition.kept ?? []).map(([start, end]) => ({ startMs: BigInt(start), endMs: BigInt(end) })),
    },
    { type: 'playback', id: edition.videoId, version: edition.version },
  );
}

/** One moment the old edition is given out, the next one the new; whoever began to watch the old one may go on. */
async function replaceEdition(
  context: PlaybackContext,
  transaction: PlaybackTransaction,
  editionId: string,
): Promise<void> {
  const old = await context.index.touch(transaction, editionId);
  if (!old) return;
  const until = new Date(Date.now() + replacedLifetimeMs(Number(old.duration_ms)));
  await context.access.replaceKey(transaction, old.video_id, until);
  await context.outbox.emit(
    transaction,
    EditionReplacedSchema,
    { videoId: old.video_id, edition: editionId, servedUntilMs: BigInt(until.getTime()) },
    { type: 'playback', id: old.video_id, version: Number(old.version) },
  );
}
