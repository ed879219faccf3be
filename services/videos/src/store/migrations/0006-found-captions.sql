-- Captions that a file brought along and that nobody has looked at yet.
create table found_captions (
  blob_key text primary key,
  video_id text not null,
  language text not null,
  label text not null,
  found_at timestamptz not null default now()
);
