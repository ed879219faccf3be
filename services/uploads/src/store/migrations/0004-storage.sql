-- Since when nothing refers to the file any more, and since when nothing of it is left.
alter table uploads add column over_at timestamptz, add column cleaned_at timestamptz;
-- Processing of the file has ended well: how long the file is kept afterwards is a setting.
alter table uploads add column processed_at timestamptz;
update uploads set over_at = touched_at where state = 'abandoned';
create index uploads_uncleaned on uploads (over_at) where over_at is not null and cleaned_at is null;
create index uploads_processed on uploads (processed_at) where processed_at is not null and over_at is null;
create index uploads_account on uploads (account_id) where over_at is null;

-- What is kept of a video beside its file, as those who keep it tell.
create table stored_parts (
  video_id text not null,
  part text not null check (part in ('renditions', 'captions')),
  account_id text not null,
  size_bytes bigint not null,
  primary key (video_id, part)
);
create index stored_parts_account on stored_parts (account_id);
-- Their parts may be told after their end, by another producer.
create table deleted_videos (
  video_id text primary key,
  deleted_at timestamptz not null default now()
);

-- Where an administrator has set another than the default; null: as much as there is room for.
create table quotas (
  account_id text primary key,
  quota_bytes bigint check (quota_bytes >= 0)
);
