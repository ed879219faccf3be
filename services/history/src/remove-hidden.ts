import type { ViewingName } from '@kinora/ports';
import type { HistoryContext } from './context.ts';

const PAGE = 500;

/** Takes from the log what nobody brings back any more, and all of those who are gone. True while there may be more. */
export async function removeHidden(context: Pick<HistoryContext, 'watchLog' | 'hidden'>): Promise<boolean> {
  const { watchLog, hidden } = context;
  const departing = await hidden.departing();
  for (const accountId of departing) {
    await watchLog.clear(accountId, { until: new Date(Date.now() + 86_400_000) });
    await hidden.forget(accountId);
  }
  await hidden.forgetLongGone();
  const clears = await hidden.overdueClears();
  for (const clear of clears) {
    await watchLog.clear(clear.account_id, { until: clear.until });
    await hidden.markCleared(clear);
  }
  const videos = await hidden.overdueVideos();
  for (const video of videos) {
    for await (const names of viewingsOf(context, video)) await watchLog.remove(video.account_id, names);
    await hidden.markRemoved(video);
  }
  return departing.length + clears.length + videos.length > 0;
}

/** The log knows no videos: an account's viewings are read through. */
async function* viewingsOf(
  { watchLog }: Pick<HistoryContext, 'watchLog'>,
  of: { account_id: string; video_id: string; until: Date },
): AsyncGenerator<ViewingName[]> {
  for (let pageState: string | undefined; ; ) {
    const page = await watchLog.list(of.account_id, { limit: PAGE, pageState });
    yield page.viewings.filter(({ videoId, startedAt }) => videoId === of.video_id && startedAt <= of.until);
    if (page.pageState === undefined) return;
    pageState = page.pageState;
  }
}
