import type { TranscodingContext } from '../context.ts';

/** Tasks go on whose source has arrived as far as they asked for. */
export async function wakeArrived(context: TranscodingContext): Promise<'quiet' | undefined> {
  const waiting = await context.tasks.listWaiting();
  if (waiting.length === 0) return 'quiet';
  const { uploads } = await context.uploads.getUploads({ videoIds: [...new Set(waiting.map((task) => task.videoId))] });
  const offsets = new Map(uploads.map((upload) => [upload.uploadId, Number(upload.offsetBytes)]));
  const ready = waiting.filter(({ uploadId, needsBytes }) => (offsets.get(uploadId) ?? -1) >= needsBytes);
  if (ready.length > 0) {
    await context.tasks.release(ready.map(({ id }) => id));
    context.wakeClaims();
  }
  return undefined;
}
