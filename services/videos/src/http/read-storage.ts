import type { VideosContext } from '../context.ts';

/** What each video takes; undefined where uploads is away: a list without it is better than none. */
export async function readStorage(
  context: VideosContext,
  videoIds: string[],
): Promise<Map<string, number> | undefined> {
  if (videoIds.length === 0) return new Map();
  try {
    const { bytes } = await context.uploads.getVideoStorage({ videoIds });
    return new Map(Object.entries(bytes).map(([id, size]) => [id, Number(size)]));
  } catch (error) {
    context.log.warn({ err: error, peer: 'uploads' }, 'videos are listed without what they take');
    return undefined;
  }
}
