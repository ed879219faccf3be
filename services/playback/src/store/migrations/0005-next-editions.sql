-- Shown only when it is whole: until then what plays goes on.
alter table editions add column held boolean not null default false;
-- The parts of the film as it was uploaded that it shows, in milliseconds: [[start, end], …]. Null: all of it.
alter table editions add column kept jsonb;

-- A key may end in time to come, when its edition is replaced: who watches goes on until then.
create index media_keys_video on media_keys (video_id);
