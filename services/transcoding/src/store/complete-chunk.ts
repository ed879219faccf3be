import { crashPoint } from '@kinora/kernel';
import type { ChunkTask, Rendition } from '@kinora/media';
import type { ChunkCompletion } from '@kinora/worker';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix } from '../domain/blob-keys.ts';
import type { ChunkPayload } from '../domain/split-task.ts';
import { toWireSegment } from '../domain/wire-segment.ts';
import { transcodingErrors } from '../errors.ts';
import { assertTrackStored } from './assert-track-stored.ts';
import { endTask } from './end-task.ts';
import { finishIfDone } from './finish-if-done.ts';
import { shareInit } from './inits.ts';
import { notePicture, readPicture } from './pictures.ts';

/**
 * Takes a chunk's result over in one transaction: fence checked, planned frames and cuts compared, init segments equal
 * to those of the other chunks, the events in the outbox.
 */
export async function completeChunk(
  context: TranscodingContext,
  claim: { taskId: string; attempt: number },
  completion: ChunkCompletion,
): Promise<void> {
  const { jobs, tasks, blobs } = context;
  const held = await tasks.assertHeld(claim);
  const job = await jobs.find(held.job_id);
  if (!job) throw transcodingErrors.task_lost();
  const { chunk, renditions, lenient, heldSequence } = held.payload as unknown as ChunkPayload;
  const prefix = attemptPrefix(job, held);
  assertFits(completion, { chunk, renditions, isDamaged: lenient === true || heldSequence !== undefined });
  const picture = completion.storyboard && (await readPicture(blobs, `${prefix}storyboard.jpg`));
  for (const { name, segments } of completion.renditions)
    await assertTrackStored(blobs, `${prefix}${name}/`, { hasInit: true, segments });
  if (completion.notCompared !== undefined)
    context.log.warn({ videoId: job.video_id, why: completion.notCompared }, 'a chunk could not be compared');
  crashPoint('chunk-before-complete');

  await jobs.database.transaction(async (transaction) => {
    const locked = await jobs.lock(transaction, job.id);
    const task = await tasks.lockHeld(transaction, claim);
    await endTask(transaction, task.id, completion);
    for (const rendition of completion.renditions) {
      const init = await shareInit(transaction, job.id, {
        track: rendition.name,
        blobKey: `${prefix}${rendition.name}/init.mp4`,
        sha256: rendition.initSha256,
        codecs: rendition.codecs,
      });
      if (init.sha256 !== rendition.initSha256) throw transcodingErrors.output_invalid();
      await jobs.emitSegments(transaction, locked, {
        rendition: rendition.name,
        firstSequence: chunk.firstSequence,
        blobPrefix: `${prefix}${rendition.name}/`,
        startTicks: BigInt(rendition.segments[0]?.startTicks ?? 0),
        initBlobKey: init.blobKey,
        codecs: init.codecs,
        segments: rendition.segments.map(toWireSegment),
      });
    }
    const { storyboard } = completion;
    if (storyboard && picture) {
      await notePicture(transaction, job.id, picture);
      await jobs.emitPictures(transaction, locked, {
        sheets: [
          {
            blobKey: picture.blobKey,
            tileStartMs: storyboard.timesMs.map((time) => BigInt(time)),
            index: chunk.index,
            columns: storyboard.columns,
            rows: storyboard.rows,
            tileWidth: storyboard.tileWidth,
            tileHeight: storyboard.tileHeight,
          },
        ],
      });
    }
    await finishIfDone(transaction, jobs, locked);
  });
  crashPoint('chunk-after-complete');
}

function assertFits(
  completion: ChunkCompletion,
  { chunk, renditions, isDamaged }: { chunk: ChunkTask; renditions: Rendition[]; isDamaged: boolean },
): void {
  const names = new Set(completion.renditions.map((rendition) => rendition.name));
  const allThere =
    completion.renditions.length === renditions.length &&
    names.size === renditions.length &&
    renditions.every((rendition) => names.has(rendition.name));
  const cutsKept = completion.renditions.every(
    (rendition) =>
      rendition.segments.length === chunk.cuts90k.length &&
      rendition.segments.every((segment, index) => segment.sequence === chunk.firstSequence + index),
  );
  const framesKept = completion.renditions.every((rendition) => {
    const divisor = renditions.find(({ name }) => name === rendition.name)?.rateDivisor ?? 1;
    // Frames are missing, or a still picture is shown as often as suits the encoder.
    if (isDamaged) return rendition.frames > 0;
    return divisor === 1 ? rendition.frames === chunk.frames : rendition.frames > 0 && rendition.frames <= chunk.frames;
  });
  if (!allThere || !cutsKept || !framesKept) throw transcodingErrors.output_invalid();
}
