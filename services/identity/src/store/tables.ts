import type { KernelTables, Role } from '@kinora/kernel';
import type { Generated } from 'kysely';

export interface IdentityTables extends KernelTables {
  accounts: {
    id: string;
    email: string;
    email_key: string;
    password_hash: string;
    display_name: string;
    wanted_handle: string | null;
    role: Role;
    epoch: Generated<number>;
    version: Generated<number>;
    created_at: Generated<Date>;
  };
  sessions: {
    id: string;
    account_id: string;
    kind: 'browser' | 'device';
    token_hash: Uint8Array | null;
    user_agent: string;
    address: string;
    created_at: Generated<Date>;
    last_seen_at: Generated<Date>;
    expires_at: Date;
  };
  refresh_tokens: {
    token_hash: Uint8Array;
    session_id: string;
    created_at: Generated<Date>;
    replaced_at: Date | null;
    successor_sealed: Uint8Array | null;
  };
  revocations: {
    version: Generated<number>;
    account_id: string;
    session_id: Generated<string>;
    epoch: number;
    reason: string;
    created_at: Generated<Date>;
  };
  signing_keys: {
    kid: string;
    private_jwk: string;
    public_jwk: string;
    created_at: Generated<Date>;
    retired_at: Date | null;
  };
  setup: { slot: Generated<boolean>; token_hash: Uint8Array; used_at: Date | null };
}
