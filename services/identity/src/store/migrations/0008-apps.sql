-- Tokens that people make for their own scripts; shown once, kept as a hash.
create table api_tokens (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  name text not null,
  token_hash bytea not null unique,
  -- Separated by spaces (RFC 6749 §3.3).
  scopes text not null,
  created_at timestamptz not null default now(),
  -- Never, where null.
  expires_at timestamptz,
  last_used_at timestamptz
);
create index api_tokens_account on api_tokens (account_id);

-- Programs of others that people let in, or log in to with their account here (OAuth 2.0, OpenID Connect).
create table apps (
  -- Its `client_id`.
  id text primary key,
  name text not null,
  -- A `native` one runs on people's own machines and can keep no secret.
  kind text not null check (kind in ('native', 'tool')),
  secret_hash bytea,
  redirect_uris jsonb not null,
  created_at timestamptz not null default now(),
  check ((kind = 'tool') = (secret_hash is not null))
);

-- Who let which in, and what it may.
create table app_grants (
  account_id text not null references accounts (id) on delete cascade,
  app_id text not null references apps (id) on delete cascade,
  scopes text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  primary key (account_id, app_id)
);
create index app_grants_app on app_grants (app_id);

-- Of an app, with what it was given; null for who has logged in.
alter table sessions add column app_id text references apps (id) on delete cascade;
alter table sessions add column scopes text;
create index sessions_app on sessions (app_id) where app_id is not null;

-- What an app trades for tokens, once. A used one is kept: shown again, it ends what it gave (RFC 6749 §4.1.2).
create table app_codes (
  code_hash bytea primary key,
  app_id text not null references apps (id) on delete cascade,
  account_id text not null references accounts (id) on delete cascade,
  redirect_uri text not null,
  -- SHA-256 of the verifier (RFC 7636); tools that prove themselves by a secret may go without.
  challenge text,
  scopes text not null,
  nonce text,
  authenticated_at timestamptz not null,
  -- The browser's session that allowed it: the code ends with it.
  browser_session_id text not null references sessions (id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz,
  session_id text references sessions (id) on delete set null
);
create index app_codes_expires on app_codes (expires_at);

-- Keys that sign id tokens: RS256, which every OpenID client knows. Access tokens have keys of their own.
create table id_token_keys (
  kid text primary key,
  private_jwk jsonb not null,
  public_jwk jsonb not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
