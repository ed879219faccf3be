-- Files whose parts go to the store itself, by signed addresses; `parts` when all of them are said to be there.
create table direct_uploads (
  upload_id text primary key references uploads (id) on delete cascade,
  multipart_id text not null,
  part_bytes bigint not null,
  parts jsonb
);
