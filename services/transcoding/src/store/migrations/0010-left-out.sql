-- Renditions of a whole edition that are no better, or no smaller, than the next one: their names, and until when whoever
-- watches one may go on.
alter table jobs add column left_out jsonb not null default '[]';
alter table jobs add column left_out_until timestamptz;
create index jobs_left_out on jobs (left_out_until) where left_out_until is not null;
