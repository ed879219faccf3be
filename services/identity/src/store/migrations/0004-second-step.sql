-- The authenticator app of an account. Its secret is sealed: whoever reads the database alone has no codes.
create table totp (
  account_id text primary key references accounts (id) on delete cascade,
  secret_sealed bytea not null,
  -- Null while it is offered, and nobody has shown that the app has it.
  confirmed_at timestamptz,
  -- Codes of this step of 30 s and before it are spent.
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);

-- Each works once; keyed hashes, as they are short.
create table recovery_codes (
  account_id text not null references accounts (id) on delete cascade,
  code_hash bytea not null,
  primary key (account_id, code_hash)
);

-- Whose password was right, and who has not shown the second proof so far.
create table log_in_challenges (
  token_hash bytea primary key,
  account_id text not null references accounts (id) on delete cascade,
  purpose text not null check (purpose in ('browser', 'device')),
  -- As it was checked: a change meanwhile ends the challenge.
  password_hash text not null,
  attempts integer not null default 0,
  expires_at timestamptz not null
);
create index log_in_challenges_expires on log_in_challenges (expires_at);
