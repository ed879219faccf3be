import type { AuditContext } from './invariant.ts';

export interface References {
  /** Every blob that a row names, with its size where the row says one. */
  sizes: Map<string, number | null>;
  /** Prefixes below which work is going on, or is still to be cleaned up. */
  working: string[];
}

interface TaskRow {
  prefix: string;
  kind: 'ingest' | 'chunk' | 'captions';
  result: {
    renditions?: { name: string; segments: { sequence: number; sizeBytes: number }[] }[];
    storyboard?: object | null;
    poster?: boolean;
    tracks?: { index: number; sizeBytes: number }[];
  } | null;
}

/** What sources, editions, captions and channels refer to. Deleted videos refer to nothing; until they are cleaned up they are work. */
export async function readReferences(context: AuditContext): Promise<References> {
  const sizes = new Map<string, number | null>();
  const working: string[] = [];

  const sources = await context.query<{ blob_key: string; size_bytes: string; deleted: boolean }>(
    `select u.blob_key, u.size_bytes, v.deleted_at is not null as deleted
     from uploads.uploads u left join videos.videos v on v.id = u.video_id where u.state = 'complete' and u.blob_key is not null`,
  );
  for (const { blob_key: key, size_bytes: size, deleted } of sources) if (!deleted) sizes.set(key, Number(size));

  const avatars = await context.query<{ avatar_blob: string }>(
    'select avatar_blob from channels.channels where avatar_blob is not null',
  );
  for (const { avatar_blob: key } of avatars) sizes.set(key, null);

  // Being written, or replaced and still served for a while: there or not there, both are right.
  const captions = await context.query<{ blob_key: string; size_bytes: number; over: boolean }>(
    'select blob_key, size_bytes, remove_after is not null as over from videos.caption_files',
  );
  for (const { blob_key: key, size_bytes: size, over } of captions) {
    if (over) working.push(key);
    else sizes.set(key, size);
  }

  const jobs = await context.query<{
    id: string;
    prefix: string;
    state: string;
    passthrough: boolean;
    cleaned: boolean;
  }>(
    `select id, 'videos/' || video_id || '/' || id || '/' as prefix, state, passthrough, cleaned_at is not null as cleaned
     from transcoding.jobs where removed_at is null order by id`,
  );
  for (const job of jobs) {
    if (!job.cleaned) working.push(job.prefix);
    if (job.state !== 'cancelled') for (const [key, size] of await editionBlobs(context, job)) sizes.set(key, size);
  }
  const finishing = await context.query<{ prefix: string }>(
    `select 'sources/' || video_id || '/' as prefix from uploads.uploads where state = 'finishing'`,
  );
  working.push(...finishing.map(({ prefix }) => prefix));
  return { sizes, working };
}

/** The private copy of a source's video is referred to only where it is published; the collector removes it at the end. */
async function editionBlobs(
  context: AuditContext,
  job: { id: string; prefix: string; passthrough: boolean },
): Promise<Map<string, number | null>> {
  const keys = new Map<string, number | null>();
  const segments = await context.query<{ blob_key: string; size_bytes: number }>(
    `select blob_key, size_bytes from transcoding.segments where job_id = $1 and (track <> 'source' or $2)`,
    [job.id, job.passthrough],
  );
  for (const { blob_key: key, size_bytes: size } of segments) keys.set(key, size);
  const inits = await context.query<{ blob_key: string }>(
    `select blob_key from transcoding.inits where job_id = $1 and (rendition <> 'source' or $2)`,
    [job.id, job.passthrough],
  );
  for (const { blob_key: key } of inits) keys.set(key, null);
  const tasks = await context.query<TaskRow>(
    `select $2 || case kind when 'ingest' then 'i-' when 'captions' then 't-' else 'c' || chunk_index || '-' end || attempt || '/' as prefix, kind, result
     from transcoding.tasks where job_id = $1 and state = 'done'`,
    [job.id, job.prefix],
  );
  for (const { prefix, kind, result } of tasks) {
    if (kind === 'ingest') {
      if (result?.poster) keys.set(`${prefix}poster.jpg`, null);
      continue;
    }
    for (const { index, sizeBytes } of result?.tracks ?? []) keys.set(`${prefix}captions/${index}.vtt`, sizeBytes);
    if (result?.storyboard) keys.set(`${prefix}storyboard.jpg`, null);
    for (const rendition of result?.renditions ?? []) {
      for (const { sequence, sizeBytes } of rendition.segments)
        keys.set(`${prefix}${rendition.name}/${sequence}.m4s`, sizeBytes);
    }
  }
  return keys;
}
