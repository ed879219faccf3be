-- Shown only when it is whole: until then what plays goes on.
alter table editions add column held boolean not null default false;

-- A key may end in time to come, when its edition is replaced: who watches goes on until then.
create index media_keys_video on media_keys (video_id);
