import { crashPoint } from '@kinora/kernel';
import type { SpliceCompletion } from '@kinora/worker';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix } from '../domain/blob-keys.ts';
import type { SplicePayload } from '../domain/plan-splice.ts';
import { transcodingErrors } from '../errors.ts';
import { toWireSheet } from './begin-trim.ts';
import { finishIfDone } from './finish-if-done.ts';

/** Takes a part of a trimmed film over in one transaction: what was planned is there, under one init segment for all. */
export async function completeSplice(
  context: TranscodingContext,
  claim: { taskId: string; attempt: number },
  completion: SpliceCompletion,
): Promise<void> {
  const { jobs, tasks, blobs } = context;
  const held = await tasks.assertHeld(claim);
  const job = await jobs.find(held.job_id);
  if (!job) throw transcodingErrors.task_lost();
  const { work, expected, sheet } = held.payload as unknown as SplicePayload;
  const prefix = attemptPrefix(job, held);
  const made = expected.map((planned) => {
    const rendition = completion.renditions.find(({ name }) => name === planned.name);
    const fits =
      rendition?.segments.length === planned.segments.length &&
      rendition.segments.every(({ sequence }, index) => sequence === planned.segments[index]?.sequence) &&
      (work.encode === null) === (rendition.init === null);
    if (!rendition || !fits) throw transcodingErrors.output_invalid();
    return { planned, rendition };
  });
  const named = [...(sheet ? ['storyboard.jpg'] : []), ...(work.poster === null ? [] : ['poster.jpg'])];
  for (const name of named) if (!(await blobs.head(`${prefix}${name}`))) throw transcodingErrors.output_invalid();
  for (const { rendition } of made) {
    if (rendition.init && !(await blobs.head(`${prefix}${rendition.name}/init.mp4`)))
      throw transcodingErrors.output_invalid();
    for (const segment of rendition.segments) {
      const blob = await blobs.head(`${prefix}${rendition.name}/${segment.sequence}.m4s`);
      if (blob?.sizeBytes !== segment.sizeBytes) throw transcodingErrors.output_invalid();
    }
  }
  crashPoint('chunk-before-complete');

  await jobs.database.transaction(async (transaction) => {
    const locked = await jobs.lock(transaction, job.id);
    const task = await tasks.lockHeld(transaction, claim);
    await transaction
      .updateTable('tasks')
      .set({ state: 'done', result: JSON.stringify(completion), lease_until: null })
      .where('id', '=', task.id)
      .execute();
    for (const { planned, rendition } of made) {
      const { name } = rendition;
      if (rendition.init) {
        const { codecs, sha256 } = rendition.init;
        const blobKey = `${prefix}${name}/init.mp4`;
        await transaction
          .insertInto('inits')
          .values({ job_id: job.id, rendition: name, blob_key: blobKey, sha256, codecs })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const init = await transaction
          .selectFrom('inits')
          .selectAll()
          .where('job_id', '=', job.id)
          .where('rendition', '=', name)
          .executeTakeFirstOrThrow();
        // Edges of another encoder would need parameter sets of their own.
        if (init.sha256 !== sha256) throw transcodingErrors.output_invalid();
        await jobs.emitSegments(transaction, locked, { rendition: name, initBlobKey: init.blob_key, codecs });
      }
      await jobs.emitSegments(transaction, locked, {
        rendition: name,
        firstSequence: planned.segments[0]?.sequence ?? 0,
        blobPrefix: `${prefix}${name}/`,
        startTicks: BigInt(planned.segments[0]?.startTicks ?? 0),
        segments: rendition.segments.map((segment, index) => ({
          durationTicks: BigInt(planned.segments[index]?.durationTicks ?? 0),
          sizeBytes: segment.sizeBytes,
          sha256: Buffer.from(segment.sha256, 'hex'),
        })),
      });
    }
    if (named.length > 0) {
      await jobs.emitPictures(transaction, locked, {
        sheets: sheet ? [{ ...toWireSheet(sheet), blobKey: `${prefix}storyboard.jpg` }] : [],
        ...(work.poster === null ? {} : { posterBlobKey: `${prefix}poster.jpg` }),
      });
    }
    await finishIfDone(context, transaction, locked);
  });
  context.wakeClaims();
  crashPoint('chunk-after-complete');
}
