import type { Viewing } from '@kinora/ports';
import type { HistoryContext } from '../context.ts';
import { isShown, latestOfEach } from '../domain/shown.ts';

/** What is older is in the history, and nowhere else. */
const RECENT = 500;

/** Where somebody is in the videos that they watched last, each once, the latest first. */
export async function readRecent(context: HistoryContext, accountId: string): Promise<Viewing[]> {
  const [{ viewings }, hidden] = await Promise.all([
    context.watchLog.list(accountId, { limit: RECENT }),
    context.hidden.of(accountId),
  ]);
  return latestOfEach(viewings.filter((viewing) => isShown(viewing, hidden)));
}
