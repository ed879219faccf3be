-- The parts of the film as it was uploaded that are shown, in milliseconds: [[start, end], …]. Null: all of it. Captions
-- and chapters are kept in times of the whole film.
alter table videos add column kept jsonb;
