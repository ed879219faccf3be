-- Of the newest CaptionsChanged that was applied.
alter table videos add column captions_version bigint not null default 0;

-- Of a video, not of an edition: a new file of the film keeps them.
create table captions (
  video_id text not null,
  language text not null,
  version bigint not null,
  label text not null,
  is_default boolean not null,
  blob_key text not null,
  -- Served for a while longer, to those who read an older playlist; never listed.
  replaced_at timestamptz,
  primary key (video_id, language, version)
);
