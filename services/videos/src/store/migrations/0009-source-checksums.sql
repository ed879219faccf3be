-- Of the file that was uploaded last, to point out those that are there already.
alter table videos add column source_sha256 text;
create index videos_same_source on videos (owner_account_id, source_sha256)
  where source_sha256 is not null and deleted_at is null;
