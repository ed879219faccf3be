import { WatchBatchSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { HistoryContext } from '../context.ts';

/** Written before the inbox row: what is written is absolute, so that writing it twice is writing it once. */
export const onWatchBatch = defineConsumer({
  event: WatchBatchSchema,
  async prepare(context: HistoryContext, { message }) {
    const departed = await context.hidden.departedAmong([...new Set(message.watched.map((one) => one.accountId))]);
    await context.watchLog.put(
      message.watched
        .filter(({ accountId }) => !departed.has(accountId))
        .map((one) => ({
          accountId: one.accountId,
          videoId: one.videoId,
          startedAt: new Date(Number(one.startedAtMs)),
          seenAt: new Date(Number(one.seenAtMs)),
          positionMs: Number(one.positionMs),
          durationMs: Number(one.durationMs),
          watchedMs: Number(one.watchedMs),
        })),
    );
  },
  async apply() {},
});
