import { ActPerformedSchema } from '@kinora/contracts/kinora/audit/v1/events_pb.ts';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import {
  CommentChangedSchema,
  CommentHeldSchema,
  CommentReactionsChangedSchema,
  CommentsAddedSchema,
  ReactionsChangedSchema,
  ReportHandledSchema,
} from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import { InteractionsService } from '@kinora/contracts/kinora/interactions/v1/interactions_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { createCursors, defineService, HotAnswers, startLoop, WriteGroups } from '@kinora/kernel';
import { Authors } from './authors.ts';
import { interactionsConfig } from './config.ts';
import { onAccountDeleted } from './consumers/on-account-deleted.ts';
import { onVideoDeleted } from './consumers/on-video-deleted.ts';
import { onVideoOwnerChanged } from './consumers/on-video-owner-changed.ts';
import { onVideoUpdated } from './consumers/on-video-updated.ts';
import type { InteractionsContext } from './context.ts';
import { routes } from './routes.ts';
import { exportAccount } from './rpc/export-account.ts';
import { getComments } from './rpc/get-comments.ts';
import { getCounters } from './rpc/get-counters.ts';
import { CommentsStore } from './store/comments-store.ts';
import { LeavingsStore } from './store/leavings-store.ts';
import { ModerationStore } from './store/moderation-store.ts';
import { ReactionsStore } from './store/reactions-store.ts';
import { ReportsStore } from './store/reports-store.ts';
import type { InteractionsTables } from './store/tables.ts';
import { VisibleVideos } from './visible-videos.ts';

/** Short enough not to be felt, long enough for a rush to share a commit. */
const GROUPS = { gatherMs: 5, largest: 500 };
const HOT = { keepMs: 1000, most: 2000 };

export const interactions = defineService({
  name: 'interactions',
  owns: 'likes, dislikes, comments and their moderation',
  config: interactionsConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 4,
  routes,
  provides: { service: InteractionsService, methods: [exportAccount, getComments, getCounters] },
  calls: { identity: IdentityService, channels: ChannelsService, videos: VideosService },
  emits: [
    ActPerformedSchema,
    CommentChangedSchema,
    CommentHeldSchema,
    CommentReactionsChangedSchema,
    CommentsAddedSchema,
    ReactionsChangedSchema,
    ReportHandledSchema,
  ],
  listens: [onAccountDeleted, onVideoDeleted, onVideoOwnerChanged, onVideoUpdated],
  async start({ config, database, outbox, clients, cache, secret, log }) {
    const db = database<InteractionsTables>();
    const hotComments: InteractionsContext['hotComments'] = new HotAnswers(HOT);
    const onChange = () => hotComments.forget();
    const comments = new CommentsStore({ database: db, outbox, onChange });
    const reactions = new ReactionsStore({ database: db, outbox });
    const leavings = new LeavingsStore({ database: db, outbox, onChange });
    const groups = {
      reactionWrites: new WriteGroups({ ...GROUPS, commit: reactions.write.bind(reactions) }),
      commentReactionWrites: new WriteGroups({ ...GROUPS, commit: comments.react.bind(comments) }),
      commentWrites: new WriteGroups({ ...GROUPS, commit: comments.write.bind(comments) }),
    };
    const sweeping = startLoop({
      name: 'sweeping what is left behind',
      log,
      idleMs: 60_000,
      run: async () => (await leavings.sweep()) || comments.purgeDeleted(),
    });
    const context: InteractionsContext = {
      config,
      comments,
      reactions,
      moderation: new ModerationStore({ database: db }),
      leavings,
      reports: new ReportsStore({ database: db, outbox }),
      outbox,
      ...groups,
      hotComments,
      visible: new VisibleVideos(clients.videos),
      authors: new Authors(clients.channels),
      sweeping,
      channels: clients.channels,
      videos: clients.videos,
      cache,
      cursors: createCursors(await secret('interactions-cursors')),
      log,
    };
    return {
      context,
      async stop() {
        await Promise.all([...Object.values(groups).map((group) => group.close()), sweeping.stop()]);
      },
    };
  },
});
