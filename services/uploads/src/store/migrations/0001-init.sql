create table uploads (
  id text primary key,
  video_id text not null,
  account_id text not null,
  file_name text not null,
  size_bytes bigint not null check (size_bytes > 0),
  -- Acknowledged: on disk, and advanced under the current owner's token only.
  offset_bytes bigint not null default 0 check (offset_bytes <= size_bytes),
  state text not null default 'waiting' check (state in ('waiting', 'uploading', 'finishing', 'complete', 'abandoned')),
  version bigint not null default 1,
  sha256 text,
  blob_key text,
  -- The process that writes: where it listens, its fencing token, how long nobody else may.
  owner_holder uuid,
  owner_url text,
  owner_token bigint not null default 0,
  owner_until timestamptz not null default '-infinity',
  created_at timestamptz not null default now(),
  touched_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index uploads_video on uploads (video_id, created_at desc);
create index uploads_finishing on uploads (touched_at) where state = 'finishing';
create index uploads_expiring on uploads (expires_at) where state in ('waiting', 'uploading');

-- Files in staging: each owner writes its own, from the acknowledged offset at which it took over.
create table upload_extents (
  upload_id text not null references uploads (id) on delete cascade,
  token bigint not null,
  start_bytes bigint not null,
  primary key (upload_id, token)
);
