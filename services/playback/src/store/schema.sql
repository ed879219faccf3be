-- Schema playback, written from the database after its migrations. Do not edit.

create table captions (
  video_id text not null,
  language text not null,
  version bigint not null,
  label text not null,
  is_default boolean not null,
  blob_key text not null,
  replaced_at timestamp with time zone,
  constraint captions_pkey PRIMARY KEY (video_id, language, version)
);

create table counted_views (
  video_id text not null,
  day date not null,
  viewer text not null,
  constraint counted_views_pkey PRIMARY KEY (video_id, day, viewer)
);
CREATE INDEX counted_views_day ON counted_views USING btree (day);

create table editions (
  id text not null,
  video_id text not null,
  duration_ms bigint not null,
  width integer not null,
  height integer not null,
  has_audio boolean not null,
  poster_blob text,
  finished boolean not null default false,
  told_playable boolean not null default false,
  told_complete boolean not null default false,
  told_pictures boolean not null default false,
  version bigint not null default 1,
  planned_at timestamp with time zone not null default clock_timestamp(),
  held boolean not null default false,
  kept jsonb,
  constraint editions_pkey PRIMARY KEY (id)
);
CREATE INDEX editions_video ON editions USING btree (video_id, planned_at DESC);

create table idempotency_keys (
  account_id text not null,
  route text not null,
  key text not null,
  request_hash text not null,
  status integer,
  response text,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (account_id, route, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys USING btree (created_at);

create table inbox (
  event_id uuid not null,
  handled_at timestamp with time zone not null default now(),
  constraint inbox_pkey PRIMARY KEY (event_id)
);
CREATE INDEX inbox_handled ON inbox USING btree (handled_at);

create table inbox_attempts (
  event_id uuid not null,
  attempts integer not null,
  last_error text,
  first_at timestamp with time zone not null default now(),
  last_at timestamp with time zone not null default now(),
  constraint inbox_attempts_pkey PRIMARY KEY (event_id)
);

create table leases (
  name text not null,
  holder uuid not null,
  token bigint not null,
  expires_at timestamp with time zone not null,
  constraint leases_pkey PRIMARY KEY (name)
);

create table media_keys (
  key text not null,
  video_id text not null,
  edition_id text not null,
  access_version bigint not null,
  created_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  owner_only boolean not null default false,
  constraint media_keys_pkey PRIMARY KEY (key),
  constraint media_keys_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES editions(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX media_keys_current ON media_keys USING btree (video_id) WHERE (ended_at IS NULL);
CREATE INDEX media_keys_video ON media_keys USING btree (video_id);

create table outbox (
  position bigint not null generated always as identity,
  event_id uuid not null,
  type text not null,
  version integer not null,
  key text not null,
  aggregate_type text not null,
  aggregate_id text not null,
  aggregate_version bigint not null,
  occurred_at timestamp with time zone not null,
  traceparent text not null,
  payload bytea not null,
  published_at timestamp with time zone,
  constraint outbox_pkey PRIMARY KEY ("position"),
  constraint outbox_event_id_key UNIQUE (event_id),
  constraint outbox_payload_check CHECK ((octet_length(payload) <= 65536))
);
CREATE INDEX outbox_published ON outbox USING btree (published_at) WHERE (published_at IS NOT NULL);
CREATE INDEX outbox_unpublished ON outbox USING btree ("position") WHERE (published_at IS NULL);

create table parked_events (
  position bigint not null generated always as identity,
  stream text not null,
  event_id uuid not null,
  type text not null,
  version integer not null,
  envelope jsonb not null,
  payload bytea not null,
  reason text not null,
  parked_at timestamp with time zone not null default now(),
  attempts integer not null default 0,
  first_attempt_at timestamp with time zone,
  last_attempt_at timestamp with time zone,
  replay text,
  constraint parked_events_pkey PRIMARY KEY ("position"),
  constraint parked_events_event_id_key UNIQUE (event_id),
  constraint parked_events_replay_check CHECK ((replay = ANY (ARRAY['asked'::text, 'running'::text])))
);
CREATE INDEX parked_events_replay ON parked_events USING btree ("position") WHERE (replay IS NOT NULL);
CREATE INDEX parked_events_stream ON parked_events USING btree (stream, "position");

create table processes (
  id uuid not null,
  seen_at timestamp with time zone not null,
  constraint processes_pkey PRIMARY KEY (id)
);

create table quality_days (
  video_id text not null,
  day date not null,
  stalls bigint not null default 0,
  stalled_ms bigint not null default 0,
  watched_ms bigint not null default 0,
  constraint quality_days_pkey PRIMARY KEY (video_id, day)
);
CREATE INDEX quality_days_day ON quality_days USING btree (day);

create table quality_starts (
  video_id text not null,
  day date not null,
  bucket smallint not null,
  starts bigint not null default 0,
  constraint quality_starts_pkey PRIMARY KEY (video_id, day, bucket)
);
CREATE INDEX quality_starts_day ON quality_starts USING btree (day);

create table renditions (
  edition_id text not null,
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
  total_segments integer,
  language text not null default ''::text,
  title text not null default ''::text,
  loudness_lufs real,
  left_out_until timestamp with time zone,
  constraint renditions_pkey PRIMARY KEY (edition_id, name),
  constraint renditions_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES editions(id) ON DELETE CASCADE
);

create table runs (
  edition_id text not null,
  rendition text not null,
  first_sequence integer not null,
  start_ticks bigint not null,
  durations bigint[] not null,
  sizes integer[] not null,
  blob_prefix text not null,
  constraint runs_pkey PRIMARY KEY (edition_id, rendition, first_sequence),
  constraint runs_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES editions(id) ON DELETE CASCADE
);

create table salts (
  day date not null,
  salt bytea not null,
  constraint salts_pkey PRIMARY KEY (day)
);

create table storyboard_sheets (
  edition_id text not null,
  position integer not null,
  blob_key text not null,
  tile_start_ms bigint[] not null,
  columns integer not null,
  rows integer not null,
  tile_width integer not null,
  tile_height integer not null,
  constraint storyboard_sheets_pkey PRIMARY KEY (edition_id, "position"),
  constraint storyboard_sheets_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES editions(id) ON DELETE CASCADE
);

create table videos (
  video_id text not null,
  visibility text,
  owner_account_id text,
  access_version bigint not null default 0,
  deleted boolean not null default false,
  views bigint not null default 0,
  told_views bigint not null default 0,
  views_version bigint not null default 0,
  captions_version bigint not null default 0,
  downloads boolean not null default false,
  insiders text[] not null default '{}'::text[],
  password_version integer not null default 0,
  viewer_list_id text not null default ''::text,
  thumbnail_blob text,
  thumbnail_version bigint not null default 0,
  announced boolean not null default false,
  constraint videos_pkey PRIMARY KEY (video_id),
  constraint videos_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'unlisted'::text, 'private'::text, 'password'::text, 'members'::text])))
);
CREATE INDEX videos_untold ON videos USING btree (video_id) WHERE (views <> told_views);

create table viewer_lists (
  id text not null,
  version bigint not null,
  account_ids text[] not null,
  constraint viewer_lists_pkey PRIMARY KEY (id)
);

create table watchings (
  view_id uuid not null,
  video_id text not null,
  viewer text not null,
  watched_ms bigint not null,
  position_ms bigint not null,
  started_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  start_ms integer,
  stalls integer not null default 0,
  stalled_ms bigint not null default 0,
  quality_watched_ms bigint not null default 0,
  duration_ms bigint not null default 0,
  untold boolean not null default false,
  constraint watchings_pkey PRIMARY KEY (view_id)
);
CREATE INDEX watchings_untold ON watchings USING btree (view_id) WHERE untold;
CREATE INDEX watchings_updated ON watchings USING btree (updated_at);
