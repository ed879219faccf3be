import type { KernelTables } from '@kinora/kernel';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Hold, HoldReason } from '../domain/hold-reason.ts';
import type { Mention } from '../domain/mentions.ts';
import type { ModerationAct } from '../domain/moderation-act.ts';
import type { ReportReason, ReportState } from '../domain/report.ts';

export type CommentState = 'shown' | 'held' | 'removed' | 'deleted';

export interface InteractionsTables extends KernelTables {
  /** One row for each video that anybody reacted to or commented on; locked before anything of it is written. */
  videos: {
    video_id: string;
    channel_id: string;
    owner_account_id: string;
    likes: Generated<number>;
    dislikes: Generated<number>;
    comments: Generated<number>;
    reactions_version: Generated<number>;
    comments_version: Generated<number>;
    closed: Generated<boolean>;
  };
  reactions: {
    video_id: string;
    account_id: string;
    value: -1 | 1;
    changed_at: Generated<Date>;
  };
  comments: {
    id: string;
    video_id: string;
    channel_id: string;
    parent_id: string | null;
    author_account_id: string;
    as_channel_id: string | null;
    text: string;
    mentions: ColumnType<Mention[], string, string>;
    state: CommentState;
    held_for: HoldReason | null;
    state_before: Generated<Exclude<CommentState, 'deleted'> | null>;
    created_at: Generated<Date>;
    edited_at: Generated<Date | null>;
    deleted_at: Generated<Date | null>;
    hearted_at: Generated<Date | null>;
    pinned_at: Generated<Date | null>;
    likes: Generated<number>;
    /** Shown answers. */
    replies: Generated<number>;
    reactions_version: Generated<number>;
    version: Generated<number>;
    score: GeneratedAlways<number>;
  };
  comment_reactions: {
    comment_id: string;
    account_id: string;
    value: -1 | 1;
  };
  comment_settings: {
    channel_id: string;
    hold: Generated<Hold>;
    blocked_words: Generated<string[]>;
    slow_mode_seconds: Generated<number>;
  };
  blocked_people: {
    channel_id: string;
    account_id: string;
    blocked_by: string;
    since: Generated<Date>;
  };
  moderation_acts: {
    id: string;
    channel_id: string;
    actor_account_id: string;
    act: ModerationAct;
    comment_id: string | null;
    account_id: string | null;
    detail: ColumnType<Record<string, unknown>, string, never>;
    at: Generated<Date>;
  };
  reports: {
    id: string;
    video_id: string;
    /** Null where the video itself is meant. */
    comment_id: string | null;
    channel_id: string;
    reporter_account_id: string;
    reason: ReportReason;
    note: string;
    state: Generated<ReportState>;
    created_at: Generated<Date>;
    handled_by: Generated<string | null>;
    handled_at: Generated<Date | null>;
  };
  departed_accounts: { account_id: string };
}
