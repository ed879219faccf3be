-- Posters and storyboards, as they were when they were taken over: stored bytes are compared with it. Segments have their
-- hashes in `segments` and in their task's result.
create table pictures (
  blob_key text primary key,
  job_id text not null references jobs (id) on delete cascade,
  size_bytes integer not null,
  sha256 text not null
);
create index pictures_job on pictures (job_id);
