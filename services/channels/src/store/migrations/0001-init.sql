create table channels (
  id text primary key,
  -- As it is shown; `handle_key` is how it is found.
  handle text not null,
  handle_key text not null unique,
  name text not null,
  description text not null default '',
  owner_account_id text not null,
  -- The one made at registration: an account has exactly one.
  is_first boolean not null default false,
  avatar_blob text,
  version bigint not null default 1,
  created_at timestamptz not null default now()
);
create unique index channels_first on channels (owner_account_id) where is_first;
create index channels_owner on channels (owner_account_id, created_at);
