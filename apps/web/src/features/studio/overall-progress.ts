import type { Processing } from '@kinora/sdk';

/** How far a video is, 0 to 1: its upload while that runs, then its encoding. */
export function overallProgress(processing: Processing): number {
  const { upload, stages } = processing;
  if (processing.state === 'ready') return 1;
  if (upload && upload.state !== 'complete' && upload.sizeBytes > 0) return upload.offsetBytes / upload.sizeBytes;
  const encode = stages.find((stage) => stage.name === 'encode');
  return Math.max(0, Math.min(1, encode?.progress ?? 0));
}
