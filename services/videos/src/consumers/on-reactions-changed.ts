import { ReactionsChangedSchema } from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import { sql, type Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import type { VideosTables } from '../store/tables.ts';

/** A read copy for lists; interactions owns the count, and only a greater version replaces it. */
export const onReactionsChanged = defineConsumer({
  event: ReactionsChangedSchema,
  async apply(_context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    const told = message.videos;
    const ids = told.map(({ videoId }) => videoId);
    // In the order of their ids: others change many at once, too.
    await sql`select from videos where id = any(${ids}::text[]) order by id for update`.execute(transaction);
    await sql`
      update videos v set likes = t.likes, reactions_version = t.version
      from unnest(${ids}::text[], ${told.map((one) => String(one.likes))}::bigint[],
        ${told.map((one) => String(one.version))}::bigint[]) as t(id, likes, version)
      where v.id = t.id and v.reactions_version < t.version`.execute(transaction);
  },
});
