-- At which version of the job, and when, it was told last how much is kept of its video. Null: never, or nothing that was
-- told is right any more.
alter table jobs add column counted_version bigint, add column counted_at timestamptz;
create index jobs_uncounted on jobs (created_at) where counted_version is null;
