-- The parts of the film that the edition shows, in milliseconds of the whole film: [[start, end], …]. Null: all of it.
alter table editions add column kept jsonb;
