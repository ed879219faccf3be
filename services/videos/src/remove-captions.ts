import type { VideosContext } from './context.ts';

const AT_ONCE = 100;

/** Removes files of captions that were replaced, deleted, or never became a track. The row goes last. */
export async function removeCaptions(context: Pick<VideosContext, 'captions' | 'blobs'>): Promise<boolean> {
  const keys = await context.captions.listRemovable(AT_ONCE);
  for (const key of keys) await context.blobs.delete(key);
  await context.captions.forget(keys);
  return keys.length === AT_ONCE;
}
