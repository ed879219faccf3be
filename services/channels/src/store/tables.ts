import type { KernelTables } from '@kinora/kernel';
import type { ColumnType, Generated } from 'kysely';
import type { ChannelLink } from '../domain/channel-link.ts';
import type { ChannelRole, MemberRole } from '../domain/channel-role.ts';

export interface ChannelsTables extends KernelTables {
  channels: {
    id: string;
    handle: string;
    handle_key: string;
    name: string;
    description: Generated<string>;
    owner_account_id: string;
    is_first: Generated<boolean>;
    avatar_blob: string | null;
    banner_blob: Generated<string | null>;
    /** An array of `{ title, url }`. */
    links: ColumnType<ChannelLink[], string | undefined, string>;
    /** A video of this channel; it may be gone, or hidden, by now. */
    trailer_video_id: Generated<string | null>;
    version: Generated<number>;
    team_version: Generated<number>;
    /** A read copy; only a greater version replaces it. */
    subscribers: Generated<number>;
    subscribers_version: Generated<number>;
    created_at: Generated<Date>;
  };
  /** Banners, too. */
  avatar_files: {
    blob_key: string;
    channel_id: string;
    size_bytes: number | null;
    sha256: string | null;
    remove_after: Date | null;
  };
  channel_members: {
    channel_id: string;
    account_id: string;
    role: MemberRole;
    since: Generated<Date>;
  };
  channel_invitations: {
    id: string;
    channel_id: string;
    /** Null where an address was invited: whoever proves it is meant. */
    account_id: string | null;
    email_key: string | null;
    /** As it was written. */
    invited: string;
    role: ChannelRole;
    created_at: Generated<Date>;
    expires_at: Date;
  };
  hidden_accounts: { account_id: string };
  former_handles: {
    handle_key: string;
    channel_id: string | null;
    account_id: string | null;
    kept_until: Date;
  };
  handle_changes: {
    id: string;
    account_id: string;
    changed_at: Generated<Date>;
  };
}
