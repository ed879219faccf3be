create table videos (
  id text primary key,
  channel_id text not null,
  owner_account_id text not null,
  title text not null,
  description text not null default '',
  tags text[] not null default '{}',
  visibility text not null check (visibility in ('public', 'unlisted', 'private')),
  -- Grows with every change of who may see it.
  access_version bigint not null default 1,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- When it was first public and playable; lists are sorted by it.
  published_at timestamptz,
  deleted_at timestamptz,

  -- What other services have told, each as its latest absolute state.
  upload_state text not null default 'none' check (upload_state in ('none', 'started', 'completed', 'abandoned')),
  playable boolean not null default false,
  complete boolean not null default false,
  duration_ms bigint,
  width integer,
  height integer,
  failure_code text,
  failure_message text,
  views bigint not null default 0
);
create index videos_listed on videos (published_at desc, id desc)
  where visibility = 'public' and playable and deleted_at is null;
create index videos_listed_by_channel on videos (channel_id, published_at desc, id desc)
  where visibility = 'public' and playable and deleted_at is null;
create index videos_owned on videos (owner_account_id, id desc) where deleted_at is null;
