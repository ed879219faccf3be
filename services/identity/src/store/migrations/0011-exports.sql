-- Archives of everything of an account: made by a loop, kept for a week.
create table exports (
  id text primary key,
  -- Empty once the account is gone: then the file goes as well.
  account_id text not null,
  with_films boolean not null,
  state text not null default 'waiting' check (state in ('waiting', 'ready', 'failed')),
  -- The fencing token of whoever makes it.
  attempts integer not null default 0,
  -- Not before; while one process makes it, the end of its turn.
  next_at timestamptz not null default now(),
  -- What the present attempt writes, and the name of that writing until it is whole.
  blob_key text,
  multipart_id text,
  size_bytes bigint,
  created_at timestamptz not null default now(),
  -- From then on it may be removed.
  expires_at timestamptz
);
create index exports_account on exports (account_id, id);
create index exports_due on exports (next_at) where state = 'waiting';
create index exports_over on exports (expires_at) where expires_at is not null;
