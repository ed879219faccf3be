import type { ChunkCompletion, IngestCompletion } from '@kinora/worker';
import { attemptPrefix } from '../domain/blob-keys.ts';
import { offeredLadder } from '../domain/offered-ladder.ts';
import { planOfAudio } from '../domain/plan-of-audio.ts';
import type { ChunkPayload } from '../domain/split-task.ts';
import type { EditionSegment, EditionTrack, WholeEdition } from '../domain/whole-edition.ts';
import type { JobRow, TranscodingTransaction } from './jobs-store.ts';

/** All that was made of a file in an edition that is finished: what its playlists name. */
export async function readEdition(transaction: TranscodingTransaction, job: JobRow): Promise<WholeEdition> {
  const rows = await transaction
    .selectFrom('segments')
    .select(['track', 'sequence', 'start_ticks', 'duration_ticks', 'size_bytes', 'sha256', 'blob_key'])
    .where('job_id', '=', job.id)
    .orderBy('sequence')
    .execute();
  const inits = await transaction.selectFrom('inits').selectAll().where('job_id', '=', job.id).execute();
  const tasks = await transaction
    .selectFrom('tasks')
    .selectAll()
    .where('job_id', '=', job.id)
    .where('state', '=', 'done')
    .execute();

  const segments = new Map<string, EditionSegment[]>();
  const add = (track: string, segment: EditionSegment) => {
    const before = segments.get(track);
    if (before) before.push(segment);
    else segments.set(track, [segment]);
  };
  for (const row of rows) {
    add(row.track, {
      sequence: row.sequence,
      startTicks: Number(row.start_ticks),
      durationTicks: Number(row.duration_ticks),
      sizeBytes: row.size_bytes,
      sha256: row.sha256,
      blobKey: row.blob_key,
    });
  }
  const loudness = new Map<string, number | null>();
  const edition: WholeEdition = { video: [], audio: [], posterKey: null, sheets: [] };
  for (const task of tasks) {
    const prefix = attemptPrefix(job, task);
    if (task.kind === 'ingest') {
      const { poster, audio } = task.result as unknown as IngestCompletion;
      if (poster) edition.posterKey = `${prefix}poster.jpg`;
      for (const { name, loudnessLufs } of audio) loudness.set(name, loudnessLufs);
      continue;
    }
    if (task.kind !== 'chunk') continue;
    const { renditions, storyboard } = task.result as unknown as ChunkCompletion;
    for (const { name, segments: made } of renditions)
      for (const segment of made) add(name, { ...segment, blobKey: `${prefix}${name}/${segment.sequence}.m4s` });
    const { index } = (task.payload as unknown as ChunkPayload).chunk;
    if (storyboard) edition.sheets.push({ ...storyboard, index, blobKey: `${prefix}storyboard.jpg` });
  }
  const trackOf = (name: string, stored = name): EditionTrack => {
    const init = inits.find(({ rendition }) => rendition === stored);
    const found = segments.get(stored)?.toSorted((a, b) => a.sequence - b.sequence);
    if (!init || !found) throw new Error(`Edition ${job.id} is finished and has no ${name}.`);
    return {
      name,
      init: { blobKey: init.blob_key, sha256: init.sha256, codecs: init.codecs },
      segments: found,
      loudnessLufs: loudness.get(name) ?? null,
    };
  };
  edition.video = offeredLadder(job).map(({ name, passthrough }) => trackOf(name, passthrough ? 'source' : name));
  edition.audio = planOfAudio(job).map(({ name }) => trackOf(name));
  edition.sheets.sort((a, b) => a.index - b.index);
  return edition;
}
