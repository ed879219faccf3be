import { isEncodedOnItsWay, type ProbeResult } from '@kinora/ffmpeg';
import { newId } from '@kinora/kernel';
import { displaySize } from '@kinora/media';
import type { TranscodingContext } from '../context.ts';
import { urgencyOf } from '../domain/edition-kind.ts';
import { PRIORITY } from '../domain/lease.ts';
import { offeredLadder } from '../domain/offered-ladder.ts';
import { planSplice } from '../domain/plan-splice.ts';
import { plannedRenditions } from '../domain/planned-renditions.ts';
import type { EditionSheet, EditionTrack, WholeEdition } from '../domain/whole-edition.ts';
import { toWireSegment } from '../domain/wire-segment.ts';
import { transcodingErrors } from '../errors.ts';
import { BLANK_TASK } from './blank-task.ts';
import { lockCurrent } from './editions.ts';
import { noteInit } from './inits.ts';
import { BLANK_JOB, type JobRow, type TranscodingTransaction } from './jobs-store.ts';
import { readEdition } from './read-edition.ts';
import { snapRanges } from './snap-ranges.ts';
import { tellEnd } from './tell-end.ts';

type Context = Pick<TranscodingContext, 'jobs'>;

/**
 * The next edition shows parts of the film as it was uploaded, whatever is shown of it now; with all of it the original is
 * restored, which needs no work. Throws where the parts do not fit, or another edition is being made.
 */
export async function trimIn(
  context: Context,
  transaction: TranscodingTransaction,
  { videoId, ranges }: { videoId: string; ranges: readonly { startMs: number; endMs: number }[] },
): Promise<void> {
  const current = await lockCurrent(transaction, videoId);
  const base = await lockBase(context, transaction, current);
  const edition = await readEdition(transaction, base);
  const snapped = ranges.length > 0 ? await snapRanges(transaction, filmOf(base, edition), ranges) : [];
  const [first] = snapped;
  const isWhole = !first || (snapped.length === 1 && first[0] === 0 && first[1] === endOf(edition));
  if (isWhole && !current.ranges) throw transcodingErrors.not_trimmed();
  if (isWhole) await restore(context, transaction, { base, edition });
  else await spliceIn(context, transaction, { base, edition, ranges: snapped });
}

/** Locks the edition of all of the film that a trimmed one was made of; one that is whole is its own. */
export async function lockBase(
  { jobs }: Context,
  transaction: TranscodingTransaction,
  current: JobRow,
): Promise<JobRow> {
  return current.base_job === null ? current : jobs.lock(transaction, current.base_job);
}

/** Where the last frame of a film ends, in 90 kHz ticks. */
function endOf({ video: [top] }: WholeEdition): number {
  const last = top?.segments.at(-1);
  return last ? last.startTicks + last.durationTicks : 0;
}

function filmOf(base: JobRow, { video: [top] }: WholeEdition) {
  const { ladder, picture } = planOf(base);
  const [largest] = ladder;
  if (!top || !largest) throw new Error(`Edition ${base.id} is finished and has no picture.`);
  const framePeriod90k = (90_000 * picture.fpsDen) / picture.fpsNum;
  return { jobId: base.id, top, rateDivisor: largest.rateDivisor, framePeriod90k };
}

interface TrimmedEdition {
  base: JobRow;
  edition: WholeEdition;
  ranges: [number, number][];
  /** What is encoded may stand beside the file's own picture; default true, until a worker says that it cannot. */
  mayStandBeside?: boolean;
  /** Default: that of a trim. */
  urgency?: number;
}

/** A new edition of these parts, with the tasks that make it. */
export async function spliceIn(
  context: Context,
  transaction: TranscodingTransaction,
  { base, edition, ranges, mayStandBeside = true, urgency }: TrimmedEdition,
): Promise<void> {
  const { ladder, picture, copied } = planOf(base);
  const plan = planSplice(edition, { ladder, ranges, picture, copied, mayStandBeside });
  const { durationMs } = plan;
  const job = await insertEdition(context, transaction, { base, ranges, durationMs, mayStandBeside, urgency });
  for (const track of plan.kept) await keepInit(context, transaction, { job, track });
  for (const { name, loudnessLufs } of [...edition.video, ...edition.audio])
    await tellEnd(context, transaction, { job, name, segments: plan.totals.get(name) ?? 0, loudnessLufs });
  await context.jobs.emitPictures(transaction, job, {
    sheets: plan.sheets.map(toWireSheet),
    ...(plan.keepsPoster && edition.posterKey ? { posterBlobKey: edition.posterKey } : {}),
  });
  for (let first = 0; first < plan.tasks.length; first += 200) {
    await transaction
      .insertInto('tasks')
      .values(
        plan.tasks.slice(first, first + 200).map(({ payload, durationMs }, index) => ({
          ...BLANK_TASK,
          id: newId(),
          job_id: job.id,
          kind: 'splice' as const,
          chunk_index: first + index,
          payload: JSON.stringify(payload),
          priority: PRIORITY.chunk,
          duration_ms: durationMs,
        })),
      )
      .execute();
  }
}

/** The files are there: they are told once more, as a new edition. */
async function restore(
  context: Context,
  transaction: TranscodingTransaction,
  { base, edition }: { base: JobRow; edition: WholeEdition },
): Promise<void> {
  const durationMs = Number(base.duration_ms);
  const job = await insertEdition(context, transaction, { base, ranges: null, durationMs, mayStandBeside: true });
  for (const track of [...edition.video, ...edition.audio]) {
    await keepInit(context, transaction, { job, track });
    for (const run of runsOf(track))
      await context.jobs.emitSegments(transaction, job, { rendition: track.name, ...run });
    const { name, segments, loudnessLufs } = track;
    await tellEnd(context, transaction, { job, name, segments: segments.length, loudnessLufs });
  }
  await context.jobs.emitPictures(transaction, job, {
    sheets: edition.sheets.map(toWireSheet),
    ...(edition.posterKey ? { posterBlobKey: edition.posterKey } : {}),
  });
  await context.jobs.finishIn(transaction, job);
}

async function insertEdition(
  { jobs }: Context,
  transaction: TranscodingTransaction,
  next: {
    base: JobRow;
    ranges: [number, number][] | null;
    durationMs: number;
    mayStandBeside: boolean;
    urgency?: number | undefined;
  },
): Promise<JobRow> {
  const { base, ranges, durationMs } = next;
  const { video_id, upload_id, source_blob, source_bytes, source_sha256 } = base;
  const { ladder, probe, picture } = planOf(base);
  const kind = ranges ? 'trim' : 'restoration';
  const row = await transaction
    .insertInto('jobs')
    .values({
      ...BLANK_JOB,
      id: newId(),
      ...{ video_id, upload_id, source_blob, source_bytes, source_sha256 },
      state: 'encoding',
      edition_kind: kind,
      held: true,
      urgency: next.urgency ?? urgencyOf(kind),
      may_pass_through: next.mayStandBeside,
      base_job: base.id,
      ranges: ranges && JSON.stringify(ranges),
      probe: JSON.stringify(probe),
      ladder: JSON.stringify(ladder),
      duration_ms: durationMs,
      ingest_done: true,
      encoding_since: new Date(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const job = row as unknown as JobRow;
  const { width, height } = displaySize(picture);
  await jobs.emitPlanned(transaction, job, {
    videoId: video_id,
    edition: job.id,
    durationMs: BigInt(durationMs),
    width: Math.round(width),
    height: Math.round(height),
    sourceSha256: source_sha256 ?? '',
    chapters: [],
    shown: (ranges ?? []).map(toWireRange),
    renditions: plannedRenditions({ ladder, probe }),
  });
  return job;
}

/** In milliseconds. */
export function toWireRange([from, until]: readonly [number, number]) {
  return { startMs: BigInt(Math.round(from / 90)), endMs: BigInt(Math.round(until / 90)) };
}

/** Its own files: nothing of a copy is passed through. */
function planOf(base: JobRow) {
  const probe = base.probe as ProbeResult | null;
  if (!probe?.video || !base.ladder) throw new Error(`Edition ${base.id} is finished and has no plan.`);
  return {
    probe,
    picture: probe.video,
    /** The first rendition is the file's own picture as it is. */
    copied: base.passthrough && !isEncodedOnItsWay(base, probe.video),
    ladder: offeredLadder(base).map((rendition) => ({ ...rendition, passthrough: false })),
  };
}

/** The init segment of the whole film is right for this one, too. */
async function keepInit(
  { jobs }: Context,
  transaction: TranscodingTransaction,
  { job, track }: { job: JobRow; track: EditionTrack },
): Promise<void> {
  const { blobKey, codecs } = track.init;
  await noteInit(transaction, job.id, { track: track.name, ...track.init });
  await jobs.emitSegments(transaction, job, { rendition: track.name, initBlobKey: blobKey, codecs });
}

/** An event holds no more. */
const SEGMENTS_IN_A_RUN = 400;

/** Segments that follow one another under one prefix. */
function* runsOf({ segments }: EditionTrack) {
  for (let first = 0; first < segments.length; ) {
    const prefix = prefixOf(segments[first]);
    let end = first + 1;
    while (end < segments.length && end - first < SEGMENTS_IN_A_RUN && prefixOf(segments[end]) === prefix) end++;
    const run = segments.slice(first, end);
    yield {
      firstSequence: run[0]?.sequence ?? 0,
      blobPrefix: prefix,
      startTicks: BigInt(run[0]?.startTicks ?? 0),
      segments: run.map(toWireSegment),
    };
    first = end;
  }
}

function prefixOf(segment: EditionTrack['segments'][number] | undefined): string {
  return segment?.blobKey.replace(/[^/]+$/, '') ?? '';
}

export function toWireSheet({ timesMs, ...sheet }: EditionSheet) {
  return { ...sheet, tileStartMs: timesMs.map((time) => BigInt(time)) };
}
