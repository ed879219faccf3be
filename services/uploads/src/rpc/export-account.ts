import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';
import type { UploadRow } from '../store/uploads-store.ts';

const PAGE = 50;

/** Files as they were uploaded, while they are kept, else what was made of them; and what is known of them. */
export const exportAccount = defineRpc({
  method: UploadsService.method.exportAccount,
  callers: ['identity'],
  async handle(context: UploadsContext, { accountId, cursor, withFilms }) {
    const rows = await context.uploads.listOf(accountId, { after: cursor, limit: PAGE });
    const kept = withFilms ? rows.filter(isKept) : [];
    const films = kept.map((row) => ({
      path: `videos/${row.video_id}/upload-${row.id}${extensionOf(row.file_name)}`,
      content: { case: 'blobKey' as const, value: row.blob_key ?? '' },
    }));
    const known = rows.map((row) => ({
      path: `videos/${row.video_id}/upload-${row.id}.json`,
      content: { case: 'text' as const, value: JSON.stringify(describe(row), null, 2) },
    }));
    const lost = withFilms ? await context.sources.newestWithoutSource(rows.map((row) => row.video_id)) : [];
    const made = rows
      .filter(({ id }) => lost.includes(id))
      .map((row) => ({
        path: `videos/${row.video_id}/film.mp4`,
        content: { case: 'filmOf' as const, value: row.video_id },
      }));
    return { files: [...known, ...films, ...made], nextCursor: rows.length === PAGE ? (rows.at(-1)?.id ?? '') : '' };
  },
});

function isKept({ state, blob_key, over_at }: UploadRow): boolean {
  return state === 'complete' && blob_key !== null && over_at === null;
}

/** Programs go by it; all else of a name that people gave is in the description. */
function extensionOf(fileName: string): string {
  const match = /\.([a-z0-9]{1,8})$/i.exec(fileName);
  return match ? `.${match[1]?.toLowerCase()}` : '';
}

function describe(row: UploadRow) {
  return {
    id: row.id,
    videoId: row.video_id,
    fileName: row.file_name,
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256,
    state: row.state,
    isKept: isKept(row),
    createdAt: row.created_at.toISOString(),
  };
}
