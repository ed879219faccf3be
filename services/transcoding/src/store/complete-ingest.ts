import { crashPoint } from '@kinora/kernel';
import type { IngestCompletion } from '@kinora/worker';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix } from '../domain/blob-keys.ts';
import { planOfAudio } from '../domain/plan-of-audio.ts';
import { SOURCE_TRACK } from '../domain/source-track.ts';
import { transcodingErrors } from '../errors.ts';
import { endTask } from './end-task.ts';
import { finishIfDone } from './finish-if-done.ts';
import { notePicture, readPicture, type StoredPicture } from './pictures.ts';
import { planMore } from './plan-more.ts';
import type { TaskRow } from './tasks-store.ts';
import { tellEnd } from './tell-end.ts';

/** The source is read to its end: the rest is planned. A passthrough that turned out impossible starts a new edition. */
export async function completeIngest(
  context: TranscodingContext,
  claim: { taskId: string; attempt: number },
  completion: IngestCompletion,
): Promise<void> {
  const { jobs, tasks } = context;
  const held = await tasks.assertHeld(claim);
  const poster = await readPoster(context, held, completion);
  await jobs.database.transaction(async (transaction) => {
    const job = await jobs.lock(transaction, held.job_id);
    const task = await tasks.lockHeld(transaction, claim);
    const counts = await transaction
      .selectFrom('segments')
      .select((eb) => ['track', eb.fn.countAll<number>().as('count')])
      .where('job_id', '=', job.id)
      .groupBy('track')
      .execute();
    const count = (track: string) => Number(counts.find((row) => row.track === track)?.count ?? 0);
    const planned = planOfAudio(job).map(({ name }) => name);
    const whole =
      count(SOURCE_TRACK) === completion.videoSegments &&
      completion.audio.length === planned.length &&
      completion.audio.every(({ name, segments }, index) => name === planned[index] && segments === count(name));
    if (!whole || completion.videoSegments === 0) throw transcodingErrors.output_invalid();

    await endTask(transaction, task.id, completion);
    if (job.passthrough && !completion.publishable) {
      await jobs.replaceIn(transaction, job, { mayPassThrough: false });
      return;
    }
    await transaction
      .updateTable('jobs')
      .set({ ingest_done: true, duration_ms: completion.durationMs })
      .where('id', '=', job.id)
      .execute();
    const current = { ...job, ingest_done: true, duration_ms: completion.durationMs };
    if (poster) {
      await notePicture(transaction, job.id, poster);
      await jobs.emitPictures(transaction, current, { posterBlobKey: poster.blobKey });
    }
    // What the pass itself has published is whole before anything is encoded.
    const top = job.passthrough ? job.ladder?.[0]?.name : undefined;
    const ended = [
      ...(top ? [{ name: top, segments: completion.videoSegments, loudnessLufs: null }] : []),
      ...completion.audio,
    ];
    for (const track of ended) await tellEnd(context, transaction, { job: current, ...track });
    await planMore(context, transaction, current, { final: true });
    await finishIfDone(transaction, jobs, current);
  });
  context.wakeClaims();
  crashPoint('chunk-after-complete');
}

async function readPoster(
  context: TranscodingContext,
  task: TaskRow,
  completion: IngestCompletion,
): Promise<StoredPicture | undefined> {
  const job = completion.poster ? await context.jobs.find(task.job_id) : undefined;
  return job && readPicture(context.blobs, `${attemptPrefix(job, task)}poster.jpg`);
}
