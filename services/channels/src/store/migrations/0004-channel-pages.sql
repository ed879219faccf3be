-- What a channel shows of itself. Files of banners have their rows in avatar_files, as those of avatars.
alter table channels
  add column banner_blob text,
  add column links jsonb not null default '[]',
  add column trailer_video_id text;
