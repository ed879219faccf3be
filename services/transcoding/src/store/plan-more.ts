import { newId } from '@kinora/kernel';
import { type ChunkTask, planChunks, type Rendition, type VideoSegmentInfo } from '@kinora/media';
import type { TranscodingContext } from '../context.ts';
import { PRIORITY } from '../domain/lease.ts';
import type { ChunkPayload } from '../domain/split-task.ts';
import { BLANK_TASK } from './blank-task.ts';
import type { JobRow, TranscodingTransaction } from './jobs-store.ts';

/** The first task is short where nothing is passed through: the first picture comes sooner. */
const FIRST_CHUNK_MS = 3000;
/** Large enough to be looked at, and made in a fraction of the time that the largest one takes. */
const FIRST_PICTURE_HEIGHT = 360;

/**
 * Turns source segments that are not planned yet into chunk tasks; at the end all of them. Where the source alone is
 * shown they have nothing to encode and make the storyboard.
 */
export async function planMore(
  context: TranscodingContext,
  transaction: TranscodingTransaction,
  job: JobRow,
  { final }: { final: boolean },
): Promise<void> {
  if (!job.ladder) return;
  const renditions = job.ladder.filter((rendition) => !rendition.passthrough);
  const from = job.plan_state?.nextInputSequence ?? 0;
  const rows = await transaction
    .selectFrom('segments')
    .select('info')
    .where('job_id', '=', job.id)
    .where('track', '=', 'source')
    .where('sequence', '>=', from)
    .orderBy('sequence')
    .execute();
  const segments = rows.map((row) => row.info as unknown as VideoSegmentInfo);
  const { chunks, state } = planChunks(segments, {
    targetMs: context.config.CHUNK_SECONDS * 1000,
    ...(job.passthrough ? {} : { firstTargetMs: FIRST_CHUNK_MS }),
    workers: Math.max(1, context.activeSlots()),
    expectedMs: Number(job.duration_ms ?? 0),
    passthrough: job.passthrough,
    final,
    ...(job.plan_state ? { state: job.plan_state } : {}),
  });
  if (chunks.length === 0) return;
  await transaction
    .updateTable('jobs')
    .set({ plan_state: JSON.stringify(state) })
    .where('id', '=', job.id)
    .execute();
  const first = firstRendition(job, renditions);
  const tasks = chunks.flatMap((chunk) =>
    tasksOf({ chunk, ...(isCompared(context, job, chunk) ? { compare: true } : {}) }, renditions, first),
  );
  if (tasks.length === 0) return;
  await transaction
    .insertInto('tasks')
    .values(
      tasks.map(({ number, priority, durationMs, ...payload }) => ({
        ...BLANK_TASK,
        id: newId(),
        job_id: job.id,
        kind: 'chunk' as const,
        chunk_index: number,
        payload: JSON.stringify(payload),
        priority,
        duration_ms: durationMs,
      })),
    )
    .execute();
}

/** A film is looked at where it is well under way, in the middle, and before its end. */
const COMPARED_AT = [1 / 6, 1 / 2, 5 / 6];

function isCompared({ config }: TranscodingContext, job: JobRow, chunk: ChunkTask): boolean {
  if ((job.ladder?.length ?? 0) < 2) return false;
  const durationMs = Number(job.duration_ms ?? 0);
  if (config.PER_TITLE_FROM_SECONDS === 0 || durationMs < config.PER_TITLE_FROM_SECONDS * 1000) return false;
  return COMPARED_AT.some((share) => {
    const at90k = share * durationMs * 90;
    return chunk.startPts90k <= at90k && at90k < chunk.endPts90k;
  });
}

interface PlannedTask extends ChunkPayload {
  /** Of the task within its job. */
  number: number;
  priority: number;
  /** What it counts for in the progress. */
  durationMs: number;
}

type PlannedPart = Pick<ChunkPayload, 'chunk' | 'compare'>;

/** Where nothing is passed through, this one is made of the first chunk before all others: a picture comes soon. */
function firstRendition(job: JobRow, renditions: readonly Rendition[]): Rendition | undefined {
  if (job.passthrough || renditions.length < 2) return undefined;
  const rungs = renditions.filter(({ codec }) => codec === undefined);
  const small = rungs.find(({ width, height }) => Math.min(width, height) <= FIRST_PICTURE_HEIGHT);
  return small ?? rungs.at(-1);
}

/** Larger than the numbers that halves of divided chunks have. */
const EXTRA_NUMBERS = 2_000_000;

/** Other codecs take several times as long: nobody waits for them. Each is scaled from the one before it. */
function extraTask({ chunk, ...planned }: PlannedPart, renditions: Rendition[]): PlannedTask {
  return {
    ...planned,
    number: chunk.index + EXTRA_NUMBERS,
    chunk: { ...chunk, storyboard90k: [] },
    renditions: renditions.toSorted((a, b) => b.width - a.width),
    priority: PRIORITY.extraCodecs,
    durationMs: 0,
  };
}

function tasksOf(part: PlannedPart, renditions: Rendition[], first: Rendition | undefined): PlannedTask[] {
  const { chunk } = part;
  const extra = renditions.filter(({ codec }) => codec !== undefined);
  if (extra.length > 0) {
    const others = renditions.filter(({ codec }) => codec === undefined);
    return [...tasksOf(part, others, first), extraTask(part, extra)];
  }
  // Nothing to encode and no picture to take.
  if (renditions.length === 0 && chunk.storyboard90k.length === 0) return [];
  const whole: PlannedTask = {
    ...part,
    number: chunk.index + (first ? 1 : 0),
    renditions,
    priority: PRIORITY.chunk,
    durationMs: Math.round((chunk.endPts90k - chunk.startPts90k) / 90),
  };
  if (!first || chunk.index > 0) return [whole];
  return [
    {
      number: 0,
      chunk: { ...chunk, storyboard90k: [] },
      renditions: [first],
      priority: PRIORITY.firstPicture,
      durationMs: 0,
    },
    // Renditions are compared with each other, and one of them is missing.
    { ...whole, compare: false, renditions: renditions.filter((rendition) => rendition !== first) },
  ];
}
