-- Files of editions that were to take the place of what plays, and failed: collected now, and counted no more.
update jobs set cleaned_at = null, counted_version = null where held and state = 'failed';
-- Whose count failed goes behind all others.
drop index jobs_uncounted;
create index jobs_uncounted on jobs (counted_at nulls first, created_at) where counted_version is null;
