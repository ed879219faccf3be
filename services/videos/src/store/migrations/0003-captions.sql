-- Grows with every change of the captions; tracks take their versions from it, so that none is ever given twice.
alter table videos add column captions_version bigint not null default 0;
-- As their creator gave them: [{ "startMs": 0, "title": "…" }]. Null: those of the description count.
alter table videos add column chapters jsonb;

-- What was written to the blob store, or is about to be: nothing there is without its row.
create table caption_files (
  blob_key text primary key,
  video_id text not null,
  size_bytes integer not null,
  -- A track was made of it: nobody writes it any more.
  used boolean not null default false,
  -- Null while a track is made of it; afterwards it stays for those who still read an older playlist.
  remove_after timestamptz
);
create index caption_files_video on caption_files (video_id);
create index caption_files_removable on caption_files (remove_after) where remove_after is not null;

create table captions (
  video_id text not null references videos (id),
  -- BCP 47, in canonical form.
  language text not null,
  label text not null default '',
  is_default boolean not null default false,
  version bigint not null,
  cues integer not null,
  blob_key text not null references caption_files (blob_key),
  updated_at timestamptz not null default now(),
  primary key (video_id, language)
);
create unique index captions_default on captions (video_id) where is_default;
