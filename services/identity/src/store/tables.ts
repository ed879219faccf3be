import type { ActName, KernelTables, Role } from '@kinora/kernel';
import type { MailServer, MailServerProblem } from '@kinora/ports';
import type { ColumnType, Generated } from 'kysely';
import type { MailKind } from '../domain/mail-texts.ts';
import type { ProofPurpose } from '../domain/proof-purpose.ts';

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
    email_verified_at: Generated<Date | null>;
    state: Generated<'active' | 'waiting' | 'suspended'>;
    state_reason: Generated<string | null>;
    bio: Generated<string>;
    interests: Generated<string[]>;
    language: Generated<string | null>;
    page_language: Generated<string | null>;
    history_paused: Generated<boolean>;
    avatar_id: Generated<string | null>;
    leaves_at: Generated<Date | null>;
  };
  exports: {
    id: string;
    account_id: string;
    with_films: boolean;
    state: Generated<'waiting' | 'ready' | 'failed'>;
    attempts: Generated<number>;
    next_at: Generated<Date>;
    blob_key: string | null;
    multipart_id: string | null;
    size_bytes: number | null;
    created_at: Generated<Date>;
    expires_at: Date | null;
  };
  avatars: { account_id: string; picture: Uint8Array };
  sessions: {
    id: string;
    account_id: string;
    kind: 'browser' | 'device';
    token_hash: Uint8Array | null;
    user_agent: string;
    address: string;
    app_id: Generated<string | null>;
    scopes: Generated<string | null>;
    created_at: Generated<Date>;
    last_seen_at: Generated<Date>;
    expires_at: Date;
  };
  api_tokens: {
    id: string;
    account_id: string;
    name: string;
    token_hash: Uint8Array;
    scopes: string;
    created_at: Generated<Date>;
    expires_at: Date | null;
    last_used_at: Generated<Date | null>;
  };
  apps: {
    id: string;
    name: string;
    kind: 'native' | 'tool';
    secret_hash: Uint8Array | null;
    redirect_uris: ColumnType<string[], string, never>;
    created_at: Generated<Date>;
  };
  app_grants: {
    account_id: string;
    app_id: string;
    scopes: string;
    created_at: Generated<Date>;
    last_used_at: Generated<Date>;
  };
  app_codes: {
    code_hash: Uint8Array;
    app_id: string;
    account_id: string;
    redirect_uri: string;
    challenge: string | null;
    scopes: string;
    nonce: string | null;
    authenticated_at: Date;
    browser_session_id: string;
    expires_at: Date;
    used_at: Generated<Date | null>;
    session_id: Generated<string | null>;
  };
  id_token_keys: {
    kid: string;
    private_jwk: string;
    public_jwk: string;
    created_at: Generated<Date>;
    retired_at: Generated<Date | null>;
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
  mails: {
    id: string;
    kind: MailKind;
    to_address: string;
    subject: string;
    content_sealed: Uint8Array | null;
    state: Generated<'waiting' | 'sent' | 'failed'>;
    attempts: Generated<number>;
    next_at: Generated<Date>;
    problem: MailServerProblem | null;
    failure: string | null;
    created_at: Generated<Date>;
    ended_at: Date | null;
  };
  mail_settings: {
    slot: Generated<boolean>;
    host: string;
    port: number;
    security: MailServer['security'];
    user_name: string | null;
    password_sealed: Uint8Array | null;
    from_address: string;
    updated_at: Generated<Date>;
  };
  audit_log: {
    id: string;
    at: Generated<Date>;
    actor_id: string;
    actor_name: string;
    address: string;
    act: ActName;
    subject_id: string | null;
    subject_name: string | null;
    before: string | null;
    after: string | null;
  };
  links: {
    token_hash: Uint8Array;
    purpose: 'verify' | 'change' | 'reset';
    account_id: string;
    email: string;
    created_at: Generated<Date>;
    expires_at: Date;
  };
  totp: {
    account_id: string;
    secret_sealed: Uint8Array;
    confirmed_at: Date | null;
    last_step: Generated<number>;
    created_at: Generated<Date>;
  };
  recovery_codes: { account_id: string; code_hash: Uint8Array };
  log_in_challenges: {
    token_hash: Uint8Array;
    account_id: string;
    purpose: 'browser' | 'device';
    password_hash: string;
    attempts: Generated<number>;
    expires_at: Date;
  };
  passkeys: {
    id: string;
    account_id: string;
    credential_id: string;
    public_key: Uint8Array;
    counter: number;
    transports: ColumnType<string[], string, never>;
    name: string;
    created_at: Generated<Date>;
    last_used_at: Date | null;
  };
  passkey_challenges: {
    challenge_hash: Uint8Array;
    purpose: 'add' | 'log-in' | 'prove';
    account_id: string | null;
    proves: Generated<ProofPurpose | null>;
    session_id: Generated<string | null>;
    origin: Generated<string | null>;
    expires_at: Date;
  };
  providers: {
    id: string;
    name: string;
    issuer: string;
    client_id: string;
    secret_sealed: Uint8Array;
    scopes: string;
    makes_accounts: boolean;
    created_at: Generated<Date>;
  };
  provider_links: { provider_id: string; subject: string; account_id: string; created_at: Generated<Date> };
  provider_attempts: {
    state_hash: Uint8Array;
    browser_hash: Uint8Array;
    provider_id: string;
    nonce: string;
    verifier: string;
    account_id: string | null;
    next: string;
    expires_at: Date;
  };
  reset_requests: { id: string; email_key: string; created_at: Generated<Date> };
  invitations: {
    id: string;
    email: string;
    email_key: string;
    role: Role;
    token_hash: Uint8Array;
    invited_by: string;
    inviter_id: Generated<string | null>;
    created_at: Generated<Date>;
    expires_at: Date;
    accepted_at: Date | null;
    account_id: string | null;
  };
  instance: {
    slot: Generated<boolean>;
    name: string | null;
    logo: Uint8Array | null;
    logo_id: string | null;
    accent_hue: number | null;
    about: string;
    rules: string;
    registration: 'open' | 'approval' | 'closed';
    verify_to_upload: boolean;
    address: string | null;
    updated_at: Generated<Date>;
  };
}
