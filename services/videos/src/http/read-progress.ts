import type { Processing } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { ProcessingState } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { type Upload, UploadState } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import type { VideosContext } from '../context.ts';

export interface Progress {
  upload: Upload | undefined;
  processing: Processing | undefined;
  /** Of what is to take the place of what plays. */
  next: Processing | undefined;
  summary: { progress: number; etaMs: number | null };
}

/** How far upload and processing are, for many videos in one call each. */
export async function readProgress(context: VideosContext, videoIds: string[]): Promise<Map<string, Progress>> {
  if (videoIds.length === 0) return new Map();
  const [{ uploads }, { processings, next: nexts }] = await Promise.all([
    context.uploads.getUploads({ videoIds }),
    context.transcoding.getProcessing({ videoIds }),
  ]);
  const uploadOf = new Map(uploads.map((upload) => [upload.videoId, upload]));
  const processingOf = new Map(processings.map((processing) => [processing.videoId, processing]));
  const nextOf = new Map(nexts.map((next) => [next.videoId, next]));
  return new Map(
    videoIds.map((id) => {
      const upload = uploadOf.get(id);
      const processing = processingOf.get(id);
      const etaMs = processing && processing.etaMs > 0n ? Number(processing.etaMs) : null;
      return [
        id,
        { upload, processing, next: nextOf.get(id), summary: { progress: overall(upload, processing), etaMs } },
      ];
    }),
  );
}

export function uploadProgress(upload: Upload | undefined): number {
  if (!upload) return 0;
  if (upload.state === UploadState.COMPLETE) return 1;
  return upload.sizeBytes > 0n ? Number(upload.offsetBytes) / Number(upload.sizeBytes) : 0;
}

/** Share of all pixels that are encoded: a large rendition counts for more than a small one. */
export function encodeProgress(processing: Processing | undefined): number {
  if (!processing) return 0;
  if (processing.state === ProcessingState.FINISHED) return 1;
  const total = Number(processing.source?.durationMs ?? 0n);
  if (total === 0 || processing.renditions.length === 0) return 0;
  let done = 0;
  let all = 0;
  for (const rendition of processing.renditions) {
    const weight = rendition.width * rendition.height;
    all += weight;
    done += weight * (rendition.complete ? 1 : Math.min(1, Number(rendition.doneMs) / total));
  }
  return all === 0 ? 0 : done / all;
}

function overall(upload: Upload | undefined, processing: Processing | undefined): number {
  return processing ? encodeProgress(processing) : uploadProgress(upload) === 1 ? 0 : uploadProgress(upload);
}
