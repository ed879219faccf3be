-- What was written to the blob store, or is about to be: nothing there is without its row.
create table avatar_files (
  blob_key text primary key,
  channel_id text not null,
  -- Null: written by a release that did not note it.
  size_bytes integer,
  sha256 text,
  -- Null while it is the picture of its channel.
  remove_after timestamptz
);
create index avatar_files_removable on avatar_files (remove_after) where remove_after is not null;
insert into avatar_files (blob_key, channel_id) select avatar_blob, id from channels where avatar_blob is not null;
