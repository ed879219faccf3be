import { ChannelTeamChangedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import { afterCommit } from '@kinora/ports';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { noteTeam } from '../store/channel-teams.ts';
import type { VideosTables } from '../store/tables.ts';

export const onChannelTeamChanged = defineConsumer({
  event: ChannelTeamChangedSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    if (!(await noteTeam(transaction, message))) return;
    afterCommit(transaction, () => {
      context.hotVideos.forget();
      context.followingTeams.wake();
    });
  },
});
