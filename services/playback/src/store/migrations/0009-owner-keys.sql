-- A key for the video's owner alone, whatever the video's rule: it stands for all of a film of which parts are shown. It is
-- never the current one, so it is made with the time of its end.
alter table media_keys add column owner_only boolean not null default false;
