import type { KernelTables } from '@kinora/kernel';
import type { Generated } from 'kysely';

export interface HistoryTables extends KernelTables {
  /** Viewings of a video that began until then are in nobody's history any more. */
  hidden_videos: {
    account_id: string;
    video_id: string;
    until: Date;
    hidden_at: Generated<Date>;
  };
  cleared_histories: {
    account_id: string;
    until: Date;
    cleared_at: Generated<Date>;
    removed: Generated<boolean>;
  };
  /** Nothing is kept of them, whatever is heard late. */
  departed_accounts: { account_id: string; departed_at: Generated<Date>; removed: Generated<boolean> };
}
