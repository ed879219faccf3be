import type { AuditContext } from './invariant.ts';

/**
 * Every blob that a row names: `key`, and `size_bytes` and `sha256` where they were noted. Deleted videos refer to
 * nothing; the private copy of a source's video is referred to only where it is published.
 */
export const REFERENCES = `
  select u.blob_key as key, u.size_bytes, u.sha256
  from uploads.uploads u left join videos.videos v on v.id = u.video_id
  where u.state = 'complete' and u.blob_key is not null and u.over_at is null and v.deleted_at is null
  union all
  select p.blob, f.size_bytes, f.sha256
  from channels.channels c cross join lateral (values (c.avatar_blob), (c.banner_blob)) p(blob)
    left join channels.avatar_files f on f.blob_key = p.blob
  where p.blob is not null
  union all
  select blob_key, size_bytes, sha256 from videos.caption_files where remove_after is null
  union all
  select blob_key, size_bytes, sha256 from videos.thumbnail_files where remove_after is null
  union all
  select blob_key, size_bytes, null from identity.exports where state = 'ready' and expires_at > now()
  union all
  select s.blob_key, s.size_bytes, s.sha256
  from transcoding.segments s join transcoding.jobs j on j.id = s.job_id
  where j.state <> 'cancelled' and (s.track <> 'source' or j.passthrough) and j.removed_at is null
  union all
  select i.blob_key, null, i.sha256
  from transcoding.inits i join transcoding.jobs j on j.id = i.job_id
  where j.state <> 'cancelled' and (i.rendition <> 'source' or j.passthrough) and j.removed_at is null
  union all
  select n.key, p.size_bytes, p.sha256
  from (
    select ${attemptPrefix()} || case t.kind when 'ingest' then 'poster.jpg' else 'storyboard.jpg' end as key
    from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id
    where t.state = 'done' and j.state <> 'cancelled' and j.removed_at is null
      and case t.kind when 'ingest' then t.result->'poster' = 'true' else jsonb_typeof(t.result->'storyboard') = 'object' end
  ) n left join transcoding.pictures p on p.blob_key = n.key
  union all
  select p.blob_key, p.size_bytes, p.sha256
  from transcoding.pictures p join transcoding.jobs j on j.id = p.job_id
  where j.edition_kind = 'trim' and j.state <> 'cancelled' and j.removed_at is null
  union all
  select ${attemptPrefix()} || (r->>'name') || '/' || (s->>'sequence') || '.m4s', (s->>'sizeBytes')::bigint, s->>'sha256'
  from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id,
    jsonb_array_elements(t.result->'renditions') r, jsonb_array_elements(r->'segments') s
  where t.state = 'done' and t.kind = 'chunk' and j.state <> 'cancelled' and j.removed_at is null
  union all
  select ${attemptPrefix()} || 'captions/' || (c->>'index') || '.vtt', (c->>'sizeBytes')::bigint, null
  from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id, jsonb_array_elements(t.result->'tracks') c
  where t.state = 'done' and t.kind = 'captions' and j.state <> 'cancelled' and j.removed_at is null`;

/**
 * Prefixes below which work is going on, or is still to be cleaned up; captions and pictures that are being written, or
 * were replaced and are still served for a while: there or not there, both are right.
 */
export const WORKING = `
  select 'videos/' || video_id || '/' || id || '/' as prefix from transcoding.jobs where cleaned_at is null
  union all
  select 'sources/' || video_id || '/' from uploads.uploads
  where state = 'finishing' or (over_at is not null and cleaned_at is null)
  union all
  select blob_key from videos.caption_files where remove_after is not null
  union all
  select blob_key from videos.thumbnail_files where remove_after is not null
  union all
  select 'exports/' || id || '/' from identity.exports where state <> 'ready' or expires_at <= now()
  union all
  select blob_key from channels.avatar_files where remove_after is not null`;

/** What one attempt of a task writes lies below this. */
function attemptPrefix(): string {
  return `'videos/' || j.video_id || '/' || j.id || '/' || case t.kind when 'ingest' then 'i-' when 'captions' then 't-' when 'splice' then 's' || t.chunk_index || '-' else 'c' || t.chunk_index || '-' end || t.attempt || '/'`;
}

export interface References {
  /** Every blob that a row names, with its size where the row says one. */
  sizes: Map<string, number | null>;
  /** Prefixes below which work is going on, or is still to be cleaned up. */
  working: string[];
}

/** All of them at once, for a look at names and sizes. */
export async function readReferences(context: AuditContext): Promise<References> {
  const named = await context.query<{ key: string; size_bytes: string | null }>(
    `select key, size_bytes from (${REFERENCES}) r`,
  );
  const working = await context.query<{ prefix: string }>(WORKING);
  return {
    sizes: new Map(named.map(({ key, size_bytes: size }) => [key, size === null ? null : Number(size)])),
    working: working.map(({ prefix }) => prefix),
  };
}
