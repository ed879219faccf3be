import type { KernelTables } from '@kinora/kernel';
import type { Generated } from 'kysely';

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
    version: Generated<number>;
    created_at: Generated<Date>;
  };
}
