create table accounts (
  id text primary key,
  email text not null,
  -- Lower-cased for look-up; the person's own spelling is kept beside it.
  email_key text not null unique,
  password_hash text not null,
  display_name text not null,
  -- Wish for the handle of the first channel.
  wanted_handle text,
  role text not null check (role in ('viewer', 'creator', 'moderator', 'admin')),
  -- Grows when all tokens of the account are to be refused.
  epoch bigint not null default 1,
  version bigint not null default 1,
  created_at timestamptz not null default now()
);

-- Browser sessions: the cookie's value is kept as a hash only.
create table sessions (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  kind text not null check (kind in ('browser', 'device')),
  token_hash bytea unique,
  user_agent text not null,
  address text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_account on sessions (account_id, created_at);
create index sessions_expires on sessions (expires_at);

-- Refresh tokens of a device session, a chain by rotation. A repeat within 10 s gets the same successor.
create table refresh_tokens (
  token_hash bytea primary key,
  session_id text not null references sessions (id) on delete cascade,
  created_at timestamptz not null default now(),
  replaced_at timestamptz,
  -- The successor, sealed with a key that is derived from this token: only its holder can read it.
  successor_sealed bytea
);
create index refresh_tokens_session on refresh_tokens (session_id);

create table revocations (
  version bigint generated always as identity primary key,
  account_id text not null,
  session_id text not null default '',
  epoch bigint not null,
  reason text not null,
  created_at timestamptz not null default now()
);
create index revocations_created on revocations (created_at);

create table signing_keys (
  kid text primary key,
  private_jwk jsonb not null,
  public_jwk jsonb not null,
  created_at timestamptz not null default now(),
  -- From then on it signs no more; its public half stays until its last token has expired.
  retired_at timestamptz
);

-- The one-time link that makes the first administrator.
create table setup (
  slot boolean primary key default true check (slot),
  token_hash bytea not null,
  used_at timestamptz
);
