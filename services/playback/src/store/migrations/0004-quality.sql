-- How well one watching went, as its player has told last: what is new in a beacon goes into the sums of the day.
alter table watchings
  add column start_ms integer,
  add column stalls integer not null default 0,
  add column stalled_ms bigint not null default 0,
  -- As far as it went into the sums: other than for views, nobody watches more than the time that has passed.
  add column quality_watched_ms bigint not null default 0;

-- How well a video played on a UTC day.
create table quality_days (
  video_id text not null,
  day date not null,
  stalls bigint not null default 0,
  stalled_ms bigint not null default 0,
  watched_ms bigint not null default 0,
  primary key (video_id, day)
);
create index quality_days_day on quality_days (day);

-- How many began within which time: a median needs no more. Bucket n ends at the n-th bound of the code.
create table quality_starts (
  video_id text not null,
  day date not null,
  bucket smallint not null,
  starts bigint not null default 0,
  primary key (video_id, day, bucket)
);
create index quality_starts_day on quality_starts (day);
