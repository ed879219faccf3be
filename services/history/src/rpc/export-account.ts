import { HistoryService } from '@kinora/contracts/kinora/history/v1/history_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { HistoryContext } from '../context.ts';

const AT_ONCE = 2000;

export const exportAccount = defineRpc({
  method: HistoryService.method.exportAccount,
  callers: ['identity'],
  async handle(context: HistoryContext, { accountId, cursor }) {
    const page = await context.watchLog.list(accountId, { limit: AT_ONCE, pageState: cursor || undefined });
    const [first] = page.viewings;
    if (!first) return { files: [] };
    const watched = page.viewings.map(({ videoId, startedAt, seenAt, positionMs, watchedMs }) => ({
      videoId,
      startedAt: startedAt.toISOString(),
      seenAt: seenAt.toISOString(),
      positionMs,
      watchedMs,
    }));
    const value = JSON.stringify(watched, null, 2);
    const path = `history/until-${first.startedAt.toISOString().slice(0, 10)}-${first.videoId}.json`;
    return { files: [{ path, content: { case: 'text' as const, value } }], nextCursor: page.pageState ?? '' };
  },
});
