-- A job begins while its file still arrives: the blob is known when all of it is there.
alter table jobs alter column source_blob drop not null;
alter table jobs alter column source_sha256 drop not null;
create index jobs_upload on jobs (upload_id);

-- This attempt reads a file that still arrives.
alter table tasks add column growing boolean not null default false;
-- Not handed out before so many bytes of the source have arrived.
alter table tasks add column needs_bytes bigint;
create index tasks_waiting on tasks (created_at) where needs_bytes is not null;
