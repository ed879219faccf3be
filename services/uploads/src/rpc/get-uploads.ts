import { UploadState, UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';
import { uploadPath } from '../http/tus-request.ts';

const STATES = {
  waiting: UploadState.WAITING,
  uploading: UploadState.UPLOADING,
  finishing: UploadState.COMPLETE,
  complete: UploadState.COMPLETE,
  abandoned: UploadState.ABANDONED,
} as const;

export const getUploads = defineRpc({
  method: UploadsService.method.getUploads,
  callers: ['videos', 'transcoding'],
  async handle(context: UploadsContext, { videoIds }) {
    const rows = await context.uploads.findLatestByVideos(videoIds.slice(0, 500));
    return {
      uploads: rows.map((row) => ({
        uploadId: row.id,
        videoId: row.video_id,
        state: STATES[row.state],
        offsetBytes: BigInt(row.offset_bytes),
        sizeBytes: BigInt(row.size_bytes),
        movedAtMs: BigInt(row.touched_at.getTime()),
        replaces: row.replaces,
        fileName: row.file_name,
        sourceKept: row.state === 'complete' && row.over_at === null,
        path: row.state === 'waiting' || row.state === 'uploading' ? uploadPath(row.id) : '',
      })),
    };
  },
});
