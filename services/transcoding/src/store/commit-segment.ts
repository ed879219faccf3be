import { crashPoint } from '@kinora/kernel';
import type { CommitTrack } from '@kinora/worker';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix } from '../domain/blob-keys.ts';
import { planOfAudio } from '../domain/plan-of-audio.ts';
import { SOURCE_TRACK } from '../domain/source-track.ts';
import { toWireSegment } from '../domain/wire-segment.ts';
import { transcodingErrors } from '../errors.ts';
import { assertTrackStored } from './assert-track-stored.ts';
import { noteInit } from './inits.ts';
import { planMore } from './plan-more.ts';

/** One segment of the ingest pass: indexed, told when it is published, and planned with. Repeats change nothing. */
export async function commitSegment(
  context: TranscodingContext,
  claim: { taskId: string; attempt: number },
  commit: CommitTrack,
): Promise<void> {
  const { jobs, tasks } = context;
  const { track, segment, init } = commit;
  const held = await tasks.assertHeld(claim);
  const job = await jobs.find(held.job_id);
  if (!job) throw transcodingErrors.task_lost();
  if (track !== SOURCE_TRACK && !planOfAudio(job).some(({ name }) => name === track))
    throw transcodingErrors.output_invalid();
  const prefix = `${attemptPrefix(job, held)}${track}/`;
  const initKey = `${prefix}init.mp4`;
  await assertTrackStored(context.blobs, prefix, { hasInit: init !== undefined, segments: [segment] });

  await jobs.database.transaction(async (transaction) => {
    const locked = await jobs.lock(transaction, job.id);
    await tasks.lockHeld(transaction, claim);
    const inserted = await transaction
      .insertInto('segments')
      .values({
        job_id: job.id,
        track,
        sequence: segment.sequence,
        blob_key: `${prefix}${segment.sequence}.m4s`,
        start_ticks: segment.startTicks,
        duration_ticks: segment.durationTicks,
        size_bytes: segment.sizeBytes,
        sha256: segment.sha256,
        info: segment.info ? JSON.stringify(segment.info) : null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return;
    const shownAs = locked.passthrough ? locked.ladder?.[0]?.name : undefined;
    const rendition = track === SOURCE_TRACK ? shownAs : track;
    if (init) {
      const { sha256, codecs } = init;
      await noteInit(transaction, job.id, { track, blobKey: initKey, sha256, codecs });
    }
    if (rendition) {
      await jobs.emitSegments(transaction, locked, {
        rendition,
        firstSequence: segment.sequence,
        blobPrefix: prefix,
        startTicks: BigInt(segment.startTicks),
        segments: [toWireSegment(segment)],
        ...(init ? { initBlobKey: initKey, codecs: init.codecs } : {}),
      });
    }
    if (track === SOURCE_TRACK) await planMore(context, transaction, locked, { final: false });
  });
  context.wakeClaims();
  crashPoint('ingest-after-segment');
}
