-- Who may see a video, as videos has told; only a greater version replaces a rule. Null: not told yet, nobody is served.
create table videos (
  video_id text primary key,
  visibility text check (visibility in ('public', 'unlisted', 'private')),
  owner_account_id text,
  access_version bigint not null default 0,
  deleted boolean not null default false,
  views bigint not null default 0,
  told_views bigint not null default 0,
  views_version bigint not null default 0
);
create index videos_untold on videos (video_id) where views <> told_views;

-- One source file and one ladder of a video.
create table editions (
  id text primary key,
  video_id text not null,
  duration_ms bigint not null,
  width integer not null,
  height integer not null,
  has_audio boolean not null,
  poster_blob text,
  finished boolean not null default false,
  -- What has been told by VideoPlayable.
  told_playable boolean not null default false,
  told_complete boolean not null default false,
  told_pictures boolean not null default false,
  -- Grows with every change: cached indexes are compared by it.
  version bigint not null default 1,
  planned_at timestamptz not null default clock_timestamp()
);
create index editions_video on editions (video_id, planned_at desc);

create table renditions (
  edition_id text not null references editions (id) on delete cascade,
  name text not null,
  position integer not null,
  audio boolean not null,
  width integer not null,
  height integer not null,
  frame_rate double precision not null,
  bitrate_bps bigint not null,
  timescale integer not null,
  codecs text,
  init_blob text,
  -- Number of segments, once it is known.
  total_segments integer,
  primary key (edition_id, name)
);

-- The segment index, by runs: segment i of a run is `blob_prefix` + (first_sequence + i) + `.m4s`.
create table runs (
  edition_id text not null references editions (id) on delete cascade,
  rendition text not null,
  first_sequence integer not null,
  start_ticks bigint not null,
  durations bigint[] not null,
  sizes integer[] not null,
  blob_prefix text not null,
  primary key (edition_id, rendition, first_sequence)
);

create table storyboard_sheets (
  edition_id text not null references editions (id) on delete cascade,
  position integer not null,
  blob_key text not null,
  tile_start_ms bigint[] not null,
  columns integer not null,
  rows integer not null,
  tile_width integer not null,
  tile_height integer not null,
  primary key (edition_id, position)
);

-- One edition of one video under one rule. An ended key answers 410 for ever.
create table media_keys (
  key text primary key,
  video_id text not null,
  edition_id text not null references editions (id) on delete cascade,
  access_version bigint not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index media_keys_current on media_keys (video_id) where ended_at is null;

-- One watching of one video by one viewer; a viewer is an account or a hash that is salted anew each day.
create table watchings (
  view_id uuid primary key,
  video_id text not null,
  viewer text not null,
  watched_ms bigint not null,
  position_ms bigint not null,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index watchings_updated on watchings (updated_at);

-- Counts once per viewer, video and UTC day.
create table counted_views (
  video_id text not null,
  day date not null,
  viewer text not null,
  primary key (video_id, day, viewer)
);
create index counted_views_day on counted_views (day);

create table salts (day date primary key, salt bytea not null);

-- Processes that serve media: a narrowing waits for the leases of the others.
create table processes (id uuid primary key, seen_at timestamptz not null);
