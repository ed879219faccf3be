-- The picture that stands for a video where its creator chose one; null: the one that processing found.
alter table videos add column thumbnail_blob text;
alter table videos add column thumbnail_version bigint not null default 0;

-- Each has a row before it is written and until it is removed.
create table thumbnail_files (
  blob_key text primary key,
  video_id text not null,
  size_bytes integer not null,
  sha256 text not null,
  remove_after timestamptz
);
create index thumbnail_files_video on thumbnail_files (video_id);
create index thumbnail_files_removable on thumbnail_files (remove_after) where remove_after is not null;
