import { HistoryService } from '@kinora/contracts/kinora/history/v1/history_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { createCursors, defineService, startLoop } from '@kinora/kernel';
import { historyConfig } from './config.ts';
import { onAccountDeleted } from './consumers/on-account-deleted.ts';
import { onWatchBatch } from './consumers/on-watch-batch.ts';
import type { HistoryContext } from './context.ts';
import { removeHidden } from './remove-hidden.ts';
import { routes } from './routes.ts';
import { exportAccount } from './rpc/export-account.ts';
import { HiddenStore } from './store/hidden-store.ts';
import type { HistoryTables } from './store/tables.ts';

export const history = defineService({
  name: 'history',
  owns: 'what was watched and how far (`WatchLog`)',
  config: historyConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 2,
  routes,
  provides: { service: HistoryService, methods: [exportAccount] },
  calls: { identity: IdentityService, videos: VideosService },
  emits: [],
  listens: [onAccountDeleted, onWatchBatch],
  async start({ database, clients, secret, watchLog, log }) {
    const hidden = new HiddenStore({ database: database<HistoryTables>() });
    const removing = startLoop({
      name: 'removing what was taken out of histories',
      log,
      idleMs: 600_000,
      run: () => removeHidden({ watchLog, hidden }),
    });
    const context: HistoryContext = {
      watchLog,
      hidden,
      removing,
      videos: clients.videos,
      cursors: createCursors(await secret('history-cursors')),
      log,
    };
    return { context, stop: () => removing.stop() };
  },
});
