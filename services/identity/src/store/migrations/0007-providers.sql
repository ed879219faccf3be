-- Where people have accounts that they may log in here with (OpenID Connect).
create table providers (
  id text primary key,
  name text not null,
  issuer text not null,
  client_id text not null,
  secret_sealed bytea not null,
  scopes text not null,
  -- Whether whoever comes from there for the first time gets an account, as the site lets people register.
  makes_accounts boolean not null,
  created_at timestamptz not null default now()
);

create table provider_links (
  provider_id text not null references providers (id) on delete cascade,
  -- The provider's own name for the person, which never changes.
  subject text not null,
  account_id text not null references accounts (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (provider_id, subject)
);
create index provider_links_account on provider_links (account_id);

-- Who is on the way to a provider and back.
create table provider_attempts (
  state_hash bytea primary key,
  -- Of the cookie: who comes back is who left.
  browser_hash bytea not null,
  provider_id text not null references providers (id) on delete cascade,
  nonce text not null,
  verifier text not null,
  -- To link; null to log in.
  account_id text references accounts (id) on delete cascade,
  next text not null,
  expires_at timestamptz not null
);
create index provider_attempts_expires on provider_attempts (expires_at);
