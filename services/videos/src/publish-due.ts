import type { VideosContext } from './context.ts';
import { withdrawNow } from './http/withdraw-now.ts';
import { toAccessRule } from './store/to-access-rule.ts';

const AT_ONCE = 20;

/**
 * Makes videos public whose time has come, unless somebody has thought better of it meanwhile. True when there may be
 * more, 'quiet' when none waits for its time.
 */
export async function publishDue(context: VideosContext): Promise<boolean | 'quiet'> {
  const due = await context.lists.listDue(AT_ONCE);
  for (const { id } of due) {
    // A premiere keeps the time that it was announced for.
    const change = { visibility: 'public', publish_at: null } as const;
    const isDue = (video: { publish_at: Date | null }) => video.publish_at !== null && video.publish_at <= new Date();
    const result = await context.videos.update(id, change, isDue);
    if (!result) continue;
    // So that its media can be played at the moment at which it is listed.
    await withdrawNow(context, toAccessRule(result.after));
    context.log.info({ videoId: id }, 'a video was published at its time');
  }
  if (due.length === AT_ONCE) return true;
  return (await context.lists.isAnyScheduled()) ? false : 'quiet';
}
