import { BlobSweep } from '@kinora/kernel';
import { allBlobs, type BlobStore } from '@kinora/ports';
import type { CaptionsCompletion } from '@kinora/worker';
import { sql } from 'kysely';
import type { TranscodingContext } from '../context.ts';
import { attemptPrefix, editionPrefix } from '../domain/blob-keys.ts';
import { SOURCE_TRACK } from '../domain/source-track.ts';
import type { JobRow } from './jobs-store.ts';

/**
 * Removes what no playlist needs of jobs that have ended, once a worker that does not know yet has had time to hear of
 * it: failed attempts, the private copy of the source's video. An edition that is being replaced is shown until the next
 * one plays, so it waits for the end of that.
 */
export async function collectGarbage(context: TranscodingContext): Promise<boolean> {
  const { jobs, blobs } = context;
  await forgetLeftOut(context);
  const rows = await jobs.database.query
    .selectFrom('jobs')
    .select('id')
    .where('ended_at', '<', sql<Date>`now() - ${context.graceMs} * interval '1 millisecond'`)
    .where('cleaned_at', 'is', null)
    .where(
      sql<boolean>`not exists (select from jobs as newer where newer.video_id = jobs.video_id
        and newer.created_at > jobs.created_at and newer.state in ('probing', 'encoding'))`,
    )
    .limit(20)
    .execute();
  const removed = await removeReplaced(context);
  for (const { id } of rows) {
    const job = await jobs.find(id);
    if (!job) continue;
    await deleteAllBut(blobs, editionPrefix(job), await keptKeys(context, job));
    await jobs.database.query.updateTable('jobs').set({ cleaned_at: new Date() }).where('id', '=', id).execute();
  }
  return rows.length === 20 || removed;
}

/** A token may have been made in the last moment, and clocks differ. */
const SERVED_LONGER_S = 3600;

/** Removes editions whose place others took, when nobody is served them any more and none was made of them. */
async function removeReplaced({ jobs, blobs }: TranscodingContext): Promise<boolean> {
  const rows = await jobs.database.query
    .selectFrom('jobs')
    .select(['id', 'video_id'])
    .where('served_until', '<', sql<Date>`now() - ${SERVED_LONGER_S} * interval '1 second'`)
    .where('removed_at', 'is', null)
    .where(
      sql<boolean>`not exists (select from jobs as made where made.base_job = jobs.id and made.removed_at is null
        and made.state in ('encoding', 'finished'))`,
    )
    .limit(20)
    .execute();
  for (const job of rows) {
    await blobs.deletePrefix(editionPrefix(job));
    await jobs.database.query
      .updateTable('jobs')
      .set({ removed_at: sql<Date>`now()` })
      .where('id', '=', job.id)
      .execute();
  }
  return rows.length === 20;
}

/** Renditions that were left out and that nobody watches any more: what is left of them is collected as all else. */
async function forgetLeftOut({ jobs }: TranscodingContext): Promise<void> {
  await jobs.database.transaction(async (transaction) => {
    const { rows } = await sql<{ id: string }>`
      update jobs set left_out_until = null, cleaned_at = null
      where left_out_until < now() - ${SERVED_LONGER_S} * interval '2 seconds' returning id`.execute(transaction);
    for (const { id } of rows) {
      const names = sql`select l->>'name' from jobs, jsonb_array_elements(left_out) l where id = ${id}`;
      await sql`delete from inits where job_id = ${id} and rendition in (${names})`.execute(transaction);
      await sql`update tasks set result = jsonb_set(result, '{renditions}', coalesce(
          (select jsonb_agg(r) from jsonb_array_elements(result->'renditions') r where r->>'name' not in (${names})), '[]'))
        where job_id = ${id} and kind = 'chunk' and state = 'done'`.execute(transaction);
    }
  });
}

/** What a worker wrote after its job was cleaned up: it was paused in the middle of a request. */
export function sweepEditions(context: TranscodingContext): BlobSweep {
  const { blobs, jobs, graceMs } = context;
  return new BlobSweep({
    blobs,
    prefix: 'videos/',
    graceMs,
    async findOver(keys) {
      const over: string[] = [];
      for (const [jobId, own] of Map.groupBy(keys, (key) => key.split('/')[2] ?? '')) {
        const job = await jobs.find(jobId);
        if (!job?.cleaned_at) continue;
        const keep = await keptKeys(context, job);
        over.push(...own.filter((key) => !keep.has(key)));
      }
      return over;
    },
  });
}

/** Of an edition that has ended. */
async function keptKeys(context: TranscodingContext, job: JobRow): Promise<Set<string>> {
  // One that was held back and failed is never shown.
  const isKept = job.removed_at === null && (job.state === 'finished' || (job.state === 'failed' && !job.held));
  return isKept ? referencedKeys(context, job) : new Set();
}

/** Every blob of an edition that its playlists may name. */
export async function referencedKeys(context: Pick<TranscodingContext, 'jobs'>, job: JobRow): Promise<Set<string>> {
  const { database } = context.jobs;
  const keys = new Set<string>();
  const segments = await database.query
    .selectFrom('segments')
    .select(['blob_key', 'track'])
    .where('job_id', '=', job.id)
    .execute();
  for (const { blob_key: key, track } of segments) if (track !== SOURCE_TRACK || job.passthrough) keys.add(key);
  const inits = await database.query
    .selectFrom('inits')
    .select(['blob_key', 'rendition'])
    .where('job_id', '=', job.id)
    .execute();
  for (const { blob_key: key, rendition } of inits) if (rendition !== SOURCE_TRACK || job.passthrough) keys.add(key);
  const pictures = await database.query
    .selectFrom('pictures')
    .select('blob_key')
    .where('job_id', '=', job.id)
    .execute();
  for (const { blob_key: key } of pictures) keys.add(key);
  const done = await database.query
    .selectFrom('tasks')
    .selectAll()
    .where('job_id', '=', job.id)
    .where('state', '=', 'done')
    .execute();
  for (const task of done) {
    const prefix = attemptPrefix(job, task);
    if (task.kind === 'ingest') {
      keys.add(`${prefix}poster.jpg`);
      continue;
    }
    if (task.kind === 'captions') {
      // Whoever takes them over may be late.
      const { tracks } = task.result as unknown as CaptionsCompletion;
      for (const { index } of tracks) keys.add(`${prefix}captions/${index}.vtt`);
      continue;
    }
    // Its segments are rows above.
    if (task.kind === 'splice') continue;
    const result = task.result as unknown as { renditions: { name: string; segments: { sequence: number }[] }[] };
    keys.add(`${prefix}storyboard.jpg`);
    for (const rendition of result.renditions) {
      for (const { sequence } of rendition.segments) keys.add(`${prefix}${rendition.name}/${sequence}.m4s`);
    }
  }
  return keys;
}

async function deleteAllBut(blobs: BlobStore, prefix: string, keep: ReadonlySet<string>): Promise<void> {
  for await (const { key } of allBlobs(blobs, prefix)) if (!keep.has(key)) await blobs.delete(key);
}
