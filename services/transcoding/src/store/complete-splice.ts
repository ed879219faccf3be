import { crashPoint } from '@kinora/kernel';
import type { SpliceCompletion } from '@kinora/worker';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix } from '../domain/blob-keys.ts';
import type { SplicePayload } from '../domain/plan-splice.ts';
import { toWireSegment } from '../domain/wire-segment.ts';
import { transcodingErrors } from '../errors.ts';
import { assertTrackStored } from './assert-track-stored.ts';
import { toWireSheet } from './begin-trim.ts';
import { endTask } from './end-task.ts';
import { finishIfDone } from './finish-if-done.ts';
import { shareInit } from './inits.ts';
import type { JobRow, TranscodingTransaction } from './jobs-store.ts';
import { notePicture, readPicture } from './pictures.ts';
import { trimAnew } from './trim-anew.ts';

const OTHER_ENCODER = {
  code: 'encoder_changed',
  message: 'This video was made by another version of the encoder. Process it again, then trim it.',
};

/** What is encoded beside a file's own picture has another init segment than that of other parts. */
class StandsAlone extends Error {}

/**
 * Takes a part of a trimmed film over: what was planned is there, under one init segment for all. Where that cannot be
 * beside the file's own picture, the film is trimmed in another way.
 */
export async function completeSplice(
  context: TranscodingContext,
  claim: { taskId: string; attempt: number },
  completion: SpliceCompletion,
): Promise<void> {
  try {
    await takeOver(context, claim, completion);
  } catch (error) {
    if (!(error instanceof StandsAlone)) throw error;
    context.log.info({ taskId: claim.taskId, detail: error.message }, 'a trim is made in another way');
    if (!(await trimAnew(context, claim, error.message))) throw transcodingErrors.output_invalid({ cause: error });
    context.wakeClaims();
  }
}

/** In one transaction. */
async function takeOver(
  context: TranscodingContext,
  claim: { taskId: string; attempt: number },
  completion: SpliceCompletion,
): Promise<void> {
  const { jobs, tasks, blobs } = context;
  const held = await tasks.assertHeld(claim);
  const job = await jobs.find(held.job_id);
  if (!job) throw transcodingErrors.task_lost();
  const { work, expected, sheet } = held.payload as unknown as SplicePayload;
  const isCopiedBeside = work.copies.some(({ rendition }) => rendition === work.besideOwn);
  if (isCopiedBeside && !completion.ownParameters) throw new StandsAlone('copied by a worker of an earlier release');
  const prefix = attemptPrefix(job, held);
  const made = expected.map((planned) => {
    const rendition = completion.renditions.find(({ name }) => name === planned.name);
    const fits =
      rendition?.segments.length === planned.segments.length &&
      rendition.segments.every(({ sequence }, index) => sequence === planned.segments[index]?.sequence) &&
      (work.encode === null) === (rendition.init === null);
    if (!rendition || !fits) throw transcodingErrors.output_invalid();
    const isBeside = work.encode !== null && rendition.name === work.besideOwn;
    if (isBeside && !rendition.init?.besideOwn) throw new StandsAlone('a worker of an earlier release');
    return { planned, rendition };
  });
  const named = [...(sheet ? ['storyboard.jpg'] : []), ...(work.poster === null ? [] : ['poster.jpg'])];
  for (const { rendition } of made) {
    const { name, init, segments } = rendition;
    await assertTrackStored(blobs, `${prefix}${name}/`, { hasInit: init !== null, segments });
  }
  const pictures = await Promise.all(named.map((name) => readPicture(blobs, `${prefix}${name}`)));
  crashPoint('chunk-before-complete');

  await jobs.database.transaction(async (transaction) => {
    const locked = await jobs.lock(transaction, job.id);
    const task = await tasks.lockHeld(transaction, claim);
    const inits = new Map<string, { blobKey: string; codecs: string }>();
    for (const { name, init } of completion.renditions) {
      if (!init) continue;
      const own = { track: name, blobKey: `${prefix}${name}/init.mp4`, ...init };
      const shared = await shareInit(transaction, job.id, own);
      // One track has one set of parameters, and another version of the encoder may write others.
      if (shared.sha256 !== init.sha256) {
        if (name === work.besideOwn) throw new StandsAlone('another version of the encoder');
        return failOtherEncoder(transaction, context, { job: locked, taskId: task.id });
      }
      inits.set(name, shared);
    }
    await endTask(transaction, task.id, { kind: 'splice' });
    for (const { planned, rendition } of made) {
      const { name } = rendition;
      const init = inits.get(name);
      const rows = rendition.segments.map((segment, index) => ({
        job_id: job.id,
        track: name,
        sequence: segment.sequence,
        blob_key: `${prefix}${name}/${segment.sequence}.m4s`,
        start_ticks: planned.segments[index]?.startTicks ?? 0,
        duration_ticks: planned.segments[index]?.durationTicks ?? 0,
        size_bytes: segment.sizeBytes,
        sha256: segment.sha256,
        info: null,
      }));
      await transaction.insertInto('segments').values(rows).execute();
      await jobs.emitSegments(transaction, locked, {
        rendition: name,
        firstSequence: rows[0]?.sequence ?? 0,
        blobPrefix: `${prefix}${name}/`,
        startTicks: BigInt(rows[0]?.start_ticks ?? 0),
        ...(init ? { initBlobKey: init.blobKey, codecs: init.codecs } : {}),
        segments: rows.map(({ duration_ticks: durationTicks, size_bytes: sizeBytes, sha256 }) =>
          toWireSegment({ durationTicks, sizeBytes, sha256 }),
        ),
      });
    }
    for (const picture of pictures) await notePicture(transaction, job.id, picture);
    if (pictures.length > 0) {
      await jobs.emitPictures(transaction, locked, {
        sheets: sheet ? [{ ...toWireSheet(sheet), blobKey: `${prefix}storyboard.jpg` }] : [],
        ...(work.poster === null ? {} : { posterBlobKey: `${prefix}poster.jpg` }),
      });
    }
    await finishIfDone(transaction, jobs, locked);
  });
  context.wakeClaims();
  crashPoint('chunk-after-complete');
}

/** The film was made by another version of the encoder: its segments cannot stand beside new ones. */
async function failOtherEncoder(
  transaction: TranscodingTransaction,
  { jobs }: TranscodingContext,
  { job, taskId }: { job: JobRow; taskId: string },
): Promise<void> {
  await transaction
    .updateTable('tasks')
    .set({ state: 'failed', lease_until: null, last_error: OTHER_ENCODER.message })
    .where('id', '=', taskId)
    .execute();
  await jobs.failIn(transaction, job, OTHER_ENCODER);
}
