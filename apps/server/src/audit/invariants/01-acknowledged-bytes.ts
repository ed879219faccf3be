import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuditContext, Findings, type Invariant } from '../invariant.ts';

interface UploadRow {
  id: string;
  video_id: string;
  size_bytes: string;
  offset_bytes: string;
  state: 'waiting' | 'uploading' | 'finishing' | 'complete' | 'abandoned';
  sha256: string | null;
  blob_key: string | null;
  /** `fileStart`: where in the upload the first byte of the extent's file lies. */
  extents: { token: number; start: number; fileStart: number }[];
}

/** Deleted videos lose their files by right, and films that are finished where the operator wishes; everything else that was acknowledged is still there. */
export const acknowledgedBytes: Invariant = {
  number: 1,
  title: 'acknowledged bytes are stored, finished files have their SHA-256',
  async check(context) {
    const findings = new Findings();
    const uploads = await context.query<UploadRow>(
      `select u.id, u.video_id, u.size_bytes, u.offset_bytes, u.state, u.sha256, u.blob_key,
         coalesce((select json_agg(json_build_object('token', e.token, 'start', e.start_bytes,
                     'fileStart', coalesce(e.file_start_bytes, e.start_bytes)) order by e.token)
                   from uploads.upload_extents e where e.upload_id = u.id), '[]') as extents
       from uploads.uploads u left join videos.videos v on v.id = u.video_id
       where u.over_at is null and v.deleted_at is null order by u.id`,
    );
    for (const upload of uploads) {
      const problem =
        upload.state === 'complete' ? await sourceProblem(context, upload) : await stagedProblem(context, upload);
      findings.look(`upload ${upload.id}`, problem);
    }
    return findings;
  },
};

async function sourceProblem({ blobs }: AuditContext, upload: UploadRow): Promise<string | null> {
  if (upload.offset_bytes !== upload.size_bytes)
    return `complete with ${upload.offset_bytes} of ${upload.size_bytes} bytes`;
  if (!upload.blob_key || !upload.sha256) return 'complete without the name or the SHA-256 of its file';
  const found = await blobs.head(upload.blob_key);
  if (!found) return `its file ${upload.blob_key} is gone`;
  if (found.sizeBytes !== Number(upload.size_bytes))
    return `its file has ${found.sizeBytes} of ${upload.size_bytes} bytes`;
  const hash = createHash('sha256');
  for await (const chunk of await blobs.read(upload.blob_key)) hash.update(chunk as Buffer);
  const digest = hash.digest('hex');
  return digest === upload.sha256 ? null : `its file has the SHA-256 ${digest} instead of ${upload.sha256}`;
}

/** A byte belongs to the newest extent that begins at or before it, up to where the next one begins. */
async function stagedProblem({ stagingDirectory }: AuditContext, upload: UploadRow): Promise<string | null> {
  const acknowledged = Number(upload.offset_bytes);
  if (upload.state === 'finishing' && upload.offset_bytes !== upload.size_bytes)
    return 'finishing before its last byte';
  let position = 0;
  while (position < acknowledged) {
    const index = upload.extents.findLastIndex((extent) => extent.start <= position);
    const extent = upload.extents[index];
    if (!extent) return `no staged file holds byte ${position}`;
    const next = upload.extents.slice(index + 1).find((later) => later.start > position);
    const end = Math.min(acknowledged, next?.start ?? acknowledged);
    const path = join(stagingDirectory, upload.id, `${extent.token}-${extent.fileStart}`);
    const size = await stat(path).then(
      (found) => found.size,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return 0;
        throw error;
      },
    );
    if (extent.fileStart + size < end)
      return `${acknowledged} bytes are acknowledged, staged are only ${extent.fileStart + size}`;
    position = end;
  }
  return null;
}
