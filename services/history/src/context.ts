import type { Client } from '@connectrpc/connect';
import type { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { Cursors, Log, Loop } from '@kinora/kernel';
import type { WatchLog } from '@kinora/ports';
import type { HiddenStore } from './store/hidden-store.ts';

/** What history's handlers may touch. */
export interface HistoryContext {
  watchLog: WatchLog;
  hidden: HiddenStore;
  /** Removes from the log what was taken out a day ago, or belongs to nobody; woken when somebody is gone. */
  removing: Pick<Loop, 'wake'>;
  videos: Client<typeof VideosService>;
  cursors: Cursors;
  log: Log;
}
