import type { KernelTables } from '@kinora/kernel';
import type { Generated } from 'kysely';
import type { Bell } from '../domain/bell.ts';

export interface SubscriptionsTables extends KernelTables {
  subscriptions: {
    channel_id: string;
    account_id: string;
    bell: Bell;
    since: Generated<Date>;
  };
  /** One row for each channel that was ever followed: its lock is what orders changes. */
  followed_channels: {
    channel_id: string;
    subscribers: Generated<number>;
    version: Generated<number>;
    /** When its latest video came out; null where none has since it was first followed. */
    latest_video_at: Date | null;
    /** The channel was deleted: nobody follows it any more, and rows that are left are on their way out. */
    closed: Generated<boolean>;
  };
  feed_visits: {
    account_id: string;
    seen_at: Date;
    before_at: Date | null;
  };
}
