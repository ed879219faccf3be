-- Schema videos, written from the database after its migrations. Do not edit.

create table caption_files (
  blob_key text not null,
  video_id text not null,
  size_bytes integer not null,
  used boolean not null default false,
  remove_after timestamp with time zone,
  sha256 text,
  constraint caption_files_pkey PRIMARY KEY (blob_key)
);
CREATE INDEX caption_files_removable ON caption_files USING btree (remove_after) WHERE (remove_after IS NOT NULL);
CREATE INDEX caption_files_video ON caption_files USING btree (video_id);

create table captions (
  video_id text not null,
  language text not null,
  label text not null default ''::text,
  is_default boolean not null default false,
  version bigint not null,
  cues integer not null,
  blob_key text not null,
  updated_at timestamp with time zone not null default now(),
  constraint captions_pkey PRIMARY KEY (video_id, language),
  constraint captions_blob_key_fkey FOREIGN KEY (blob_key) REFERENCES caption_files(blob_key),
  constraint captions_video_id_fkey FOREIGN KEY (video_id) REFERENCES videos(id)
);
CREATE UNIQUE INDEX captions_default ON captions USING btree (video_id) WHERE is_default;

create table channel_teams (
  channel_id text not null,
  version bigint not null,
  owner_account_id text not null,
  editor_ids text[] not null,
  moderator_ids text[] not null,
  analyst_ids text[] not null,
  followed boolean not null default false,
  constraint channel_teams_pkey PRIMARY KEY (channel_id)
);
CREATE INDEX channel_teams_unfollowed ON channel_teams USING btree (channel_id) WHERE (NOT followed);

create table closed_channels (
  channel_id text not null,
  videos_to text,
  emptied_at timestamp with time zone,
  constraint closed_channels_pkey PRIMARY KEY (channel_id)
);
CREATE INDEX closed_channels_full ON closed_channels USING btree (channel_id) WHERE (emptied_at IS NULL);

create table departing_owners (
  account_id text not null,
  wanted text not null,
  constraint departing_owners_pkey PRIMARY KEY (account_id),
  constraint departing_owners_wanted_check CHECK ((wanted = ANY (ARRAY['withheld'::text, 'shown'::text, 'deleted'::text])))
);

create table found_captions (
  blob_key text not null,
  video_id text not null,
  language text not null,
  label text not null,
  found_at timestamp with time zone not null default now(),
  constraint found_captions_pkey PRIMARY KEY (blob_key)
);

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

create table thumbnail_files (
  blob_key text not null,
  video_id text not null,
  size_bytes integer not null,
  sha256 text not null,
  remove_after timestamp with time zone,
  constraint thumbnail_files_pkey PRIMARY KEY (blob_key)
);
CREATE INDEX thumbnail_files_removable ON thumbnail_files USING btree (remove_after) WHERE (remove_after IS NOT NULL);
CREATE INDEX thumbnail_files_video ON thumbnail_files USING btree (video_id);

create table video_tags (
  video_id text not null,
  key text not null,
  label text not null,
  constraint video_tags_pkey PRIMARY KEY (video_id, key),
  constraint video_tags_video_id_fkey FOREIGN KEY (video_id) REFERENCES videos(id)
);
CREATE INDEX video_tags_key ON video_tags USING btree (key text_pattern_ops, video_id);

create table video_templates (
  id text not null,
  account_id text not null,
  name text not null,
  settings jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint video_templates_pkey PRIMARY KEY (id),
  constraint video_templates_named UNIQUE (account_id, name)
);

create table videos (
  id text not null,
  channel_id text not null,
  owner_account_id text not null,
  title text not null,
  description text not null default ''::text,
  tags text[] not null default '{}'::text[],
  visibility text not null,
  access_version bigint not null default 1,
  version bigint not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  published_at timestamp with time zone,
  deleted_at timestamp with time zone,
  upload_state text not null default 'none'::text,
  playable boolean not null default false,
  complete boolean not null default false,
  duration_ms bigint,
  width integer,
  height integer,
  failure_code text,
  failure_message text,
  views bigint not null default 0,
  edition text,
  failed_edition text,
  captions_version bigint not null default 0,
  chapters jsonb,
  downloads_allowed boolean not null default false,
  file_chapters jsonb,
  kept jsonb,
  source_sha256 text,
  original_date timestamp with time zone,
  publish_at timestamp with time zone,
  category text,
  language text,
  licence text not null default 'all-rights-reserved'::text,
  comments_allowed boolean not null default true,
  mature boolean not null default false,
  indexed_tags text[] not null default '{}'::text[],
  withheld boolean not null default false,
  editor_ids text[] not null default '{}'::text[],
  moderator_ids text[] not null default '{}'::text[],
  analyst_ids text[] not null default '{}'::text[],
  team_version bigint not null default 0,
  password_hash text,
  password_version integer not null default 0,
  viewer_list_id text,
  thumbnail_blob text,
  thumbnail_version bigint not null default 0,
  premiere_at timestamp with time zone,
  cards jsonb,
  end_screen jsonb,
  likes bigint not null default 0,
  reactions_version bigint not null default 0,
  comments bigint not null default 0,
  comments_version bigint not null default 0,
  constraint videos_pkey PRIMARY KEY (id),
  constraint videos_have_a_password CHECK (((visibility <> 'password'::text) OR (password_hash IS NOT NULL))),
  constraint videos_upload_state_check CHECK ((upload_state = ANY (ARRAY['none'::text, 'started'::text, 'completed'::text, 'abandoned'::text]))),
  constraint videos_viewer_list_id_fkey FOREIGN KEY (viewer_list_id) REFERENCES viewer_lists(id) ON DELETE SET NULL,
  constraint videos_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'unlisted'::text, 'private'::text, 'password'::text, 'members'::text])))
);
CREATE INDEX videos_by_channel ON videos USING btree (channel_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX videos_by_premiere ON videos USING btree (publish_at) WHERE ((premiere_at IS NOT NULL) AND (publish_at IS NOT NULL));
CREATE INDEX videos_channel_team ON videos USING btree (channel_id, team_version) WHERE (deleted_at IS NULL);
CREATE INDEX videos_due ON videos USING btree (publish_at) WHERE ((publish_at IS NOT NULL) AND (deleted_at IS NULL));
CREATE INDEX videos_listed ON videos USING btree (published_at DESC, id DESC) WHERE ((visibility = 'public'::text) AND playable AND (deleted_at IS NULL));
CREATE INDEX videos_listed_by_category ON videos USING btree (category, published_at DESC, id DESC) WHERE ((visibility = 'public'::text) AND playable AND (deleted_at IS NULL) AND (category IS NOT NULL));
CREATE INDEX videos_listed_by_category_and_views ON videos USING btree (category, views DESC, id DESC) WHERE ((visibility = 'public'::text) AND playable AND (deleted_at IS NULL) AND (category IS NOT NULL));
CREATE INDEX videos_listed_by_channel ON videos USING btree (channel_id, published_at DESC, id DESC) WHERE ((visibility = 'public'::text) AND playable AND (deleted_at IS NULL));
CREATE INDEX videos_listed_by_channel_and_views ON videos USING btree (channel_id, views DESC, id DESC) WHERE ((visibility = 'public'::text) AND playable AND (deleted_at IS NULL));
CREATE INDEX videos_listed_by_views ON videos USING btree (views DESC, id DESC) WHERE ((visibility = 'public'::text) AND playable AND (deleted_at IS NULL));
CREATE INDEX videos_of_viewer_list ON videos USING btree (viewer_list_id) WHERE ((viewer_list_id IS NOT NULL) AND (deleted_at IS NULL));
CREATE INDEX videos_owned ON videos USING btree (owner_account_id, id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX videos_same_source ON videos USING btree (owner_account_id, source_sha256) WHERE ((source_sha256 IS NOT NULL) AND (deleted_at IS NULL));
CREATE INDEX videos_unindexed ON videos USING btree (id) WHERE (tags IS DISTINCT FROM indexed_tags);

create table viewer_list_people (
  id text not null,
  list_id text not null,
  name text not null,
  email_key text,
  account_id text,
  created_at timestamp with time zone not null default now(),
  constraint viewer_list_people_pkey PRIMARY KEY (id),
  constraint viewer_list_people_check CHECK (((email_key IS NOT NULL) OR (account_id IS NOT NULL))),
  constraint viewer_list_people_list_id_fkey FOREIGN KEY (list_id) REFERENCES viewer_lists(id) ON DELETE CASCADE,
  constraint viewer_list_people_named UNIQUE (list_id, name)
);
CREATE INDEX viewer_list_people_account ON viewer_list_people USING btree (account_id, list_id);
CREATE INDEX viewer_list_people_address ON viewer_list_people USING btree (list_id, email_key) WHERE (account_id IS NULL);
CREATE INDEX viewer_list_people_waiting ON viewer_list_people USING btree (email_key) WHERE (account_id IS NULL);

create table viewer_lists (
  id text not null,
  account_id text not null,
  name text not null,
  version bigint not null default 1,
  created_at timestamp with time zone not null default now(),
  constraint viewer_lists_pkey PRIMARY KEY (id),
  constraint viewer_lists_named UNIQUE (account_id, name)
);
