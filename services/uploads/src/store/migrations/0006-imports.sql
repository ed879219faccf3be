-- Files that are fetched from other servers: each is written as an upload of its own, by this service itself.
create table imports (
  upload_id text primary key references uploads (id),
  account_id text not null,
  url text not null,
  -- Strong ETag or date: what is read later has to be the same file. Empty where the server gives neither.
  validator text not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  -- Tries without a new byte since `offset_bytes`.
  failures integer not null default 0,
  offset_bytes bigint not null default 0,
  next_at timestamptz not null default now(),
  lease_until timestamptz not null default now(),
  failure_code text,
  failure_message text,
  created_at timestamptz not null default now()
);
create index imports_due on imports (next_at) where state = 'waiting';
create index imports_of_account on imports (account_id, upload_id desc);
