import { UploadState } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import type { VideoRow } from '../store/videos-store.ts';

/** Bytes are acknowledged each second; who is silent for this long has stopped. */
const STOPPED_AFTER_MS = 15_000;

export const arrivalSchema = z.object({
  state: z.enum(['arriving', 'stopped']),
  /** When bytes came last. */
  movedAt: z.string(),
  /** Of the file, 0 to 1. */
  share: z.number(),
});
export type Arrival = z.infer<typeof arrivalSchema>;

/** Whether the file of a video still arrives, for those who watch it meanwhile; null when it does not. */
export async function readArrival(context: VideosContext, video: VideoRow): Promise<Arrival | null> {
  if (video.upload_state !== 'started') return null;
  const { uploads } = await context.uploads.getUploads({ videoIds: [video.id] }).catch((error: unknown) => {
    context.log.warn({ err: error, peer: 'uploads' }, 'a video is shown without how far its upload is');
    return { uploads: [] };
  });
  const upload = uploads[0];
  if (upload?.state !== UploadState.UPLOADING && upload?.state !== UploadState.WAITING) return null;
  const movedAtMs = Number(upload.movedAtMs);
  return {
    state: Date.now() - movedAtMs > STOPPED_AFTER_MS ? 'stopped' : 'arriving',
    movedAt: new Date(movedAtMs).toISOString(),
    share: upload.sizeBytes > 0n ? Number(upload.offsetBytes) / Number(upload.sizeBytes) : 0,
  };
}
