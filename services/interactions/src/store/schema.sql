-- Schema interactions, written from the database after its migrations. Do not edit.

create table blocked_people (
  channel_id text not null,
  account_id text not null,
  blocked_by text not null,
  since timestamp with time zone not null default now(),
  constraint blocked_people_pkey PRIMARY KEY (channel_id, account_id)
);

create table comment_reactions (
  comment_id text not null,
  account_id text not null,
  value smallint not null,
  constraint comment_reactions_pkey PRIMARY KEY (comment_id, account_id),
  constraint comment_reactions_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comments(id) ON DELETE CASCADE,
  constraint comment_reactions_value_check CHECK ((value = ANY (ARRAY['-1'::integer, 1])))
);
CREATE INDEX comment_reactions_account ON comment_reactions USING btree (account_id);

create table comment_settings (
  channel_id text not null,
  hold text not null default 'nothing'::text,
  blocked_words text[] not null default '{}'::text[],
  slow_mode_seconds integer not null default 0,
  constraint comment_settings_pkey PRIMARY KEY (channel_id),
  constraint comment_settings_hold_check CHECK ((hold = ANY (ARRAY['nothing'::text, 'links'::text, 'everything'::text]))),
  constraint comment_settings_slow_mode_seconds_check CHECK (((slow_mode_seconds >= 0) AND (slow_mode_seconds <= 86400)))
);

create table comments (
  id text not null,
  video_id text not null,
  channel_id text not null,
  parent_id text,
  author_account_id text not null,
  as_channel_id text,
  text text not null,
  mentions jsonb not null default '[]'::jsonb,
  state text not null,
  held_for text,
  state_before text,
  created_at timestamp with time zone not null default now(),
  edited_at timestamp with time zone,
  deleted_at timestamp with time zone,
  hearted_at timestamp with time zone,
  pinned_at timestamp with time zone,
  likes bigint not null default 0,
  replies bigint not null default 0,
  reactions_version bigint not null default 0,
  version bigint not null default 1,
  score bigint not null generated always as ((((likes * 10) + (replies * 5)) +
CASE
    WHEN (hearted_at IS NULL) THEN 0
    ELSE 20
END)) stored,
  constraint comments_pkey PRIMARY KEY (id),
  constraint comments_held_for_check CHECK ((held_for = ANY (ARRAY['word'::text, 'link'::text, 'everything'::text]))),
  constraint comments_likes_check CHECK ((likes >= 0)),
  constraint comments_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES comments(id),
  constraint comments_replies_check CHECK ((replies >= 0)),
  constraint comments_state_before_check CHECK ((state_before = ANY (ARRAY['shown'::text, 'held'::text, 'removed'::text]))),
  constraint comments_state_check CHECK ((state = ANY (ARRAY['shown'::text, 'held'::text, 'removed'::text, 'deleted'::text]))),
  constraint comments_video_id_fkey FOREIGN KEY (video_id) REFERENCES videos(video_id)
);
CREATE INDEX comments_answers ON comments USING btree (parent_id, id) WHERE (parent_id IS NOT NULL);
CREATE INDEX comments_author ON comments USING btree (author_account_id, id DESC);
CREATE INDEX comments_channel ON comments USING btree (channel_id, id DESC);
CREATE INDEX comments_deleted ON comments USING btree (deleted_at) WHERE ((deleted_at IS NOT NULL) AND (text <> ''::text));
CREATE INDEX comments_held ON comments USING btree (channel_id, id DESC) WHERE (state = 'held'::text);
CREATE INDEX comments_held_of_video ON comments USING btree (video_id) WHERE (state = 'held'::text);
CREATE INDEX comments_newest ON comments USING btree (video_id, id DESC) WHERE (parent_id IS NULL);
CREATE UNIQUE INDEX comments_pinned ON comments USING btree (video_id) WHERE (pinned_at IS NOT NULL);
CREATE INDEX comments_top ON comments USING btree (video_id, score DESC, id DESC) WHERE (parent_id IS NULL);

create table departed_accounts (
  account_id text not null,
  constraint departed_accounts_pkey PRIMARY KEY (account_id)
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

create table moderation_acts (
  id text not null,
  channel_id text not null,
  actor_account_id text not null,
  act text not null,
  comment_id text,
  account_id text,
  detail jsonb not null default '{}'::jsonb,
  at timestamp with time zone not null default now(),
  constraint moderation_acts_pkey PRIMARY KEY (id)
);
CREATE INDEX moderation_acts_channel ON moderation_acts USING btree (channel_id, id DESC);

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

create table reactions (
  video_id text not null,
  account_id text not null,
  value smallint not null,
  changed_at timestamp with time zone not null default now(),
  constraint reactions_pkey PRIMARY KEY (video_id, account_id),
  constraint reactions_value_check CHECK ((value = ANY (ARRAY['-1'::integer, 1])))
);
CREATE INDEX reactions_account ON reactions USING btree (account_id, changed_at DESC, video_id DESC);

create table reports (
  id text not null,
  video_id text not null,
  comment_id text,
  channel_id text not null,
  reporter_account_id text not null,
  reason text not null,
  note text not null default ''::text,
  state text not null default 'open'::text,
  created_at timestamp with time zone not null default now(),
  handled_by text,
  handled_at timestamp with time zone,
  constraint reports_pkey PRIMARY KEY (id),
  constraint reports_reason_check CHECK ((reason = ANY (ARRAY['spam'::text, 'harassment'::text, 'hate'::text, 'violence'::text, 'sexual'::text, 'danger'::text, 'rights'::text, 'other'::text]))),
  constraint reports_state_check CHECK ((state = ANY (ARRAY['open'::text, 'upheld'::text, 'dismissed'::text])))
);
CREATE UNIQUE INDEX reports_once ON reports USING btree (reporter_account_id, video_id, COALESCE(comment_id, ''::text));
CREATE INDEX reports_state ON reports USING btree (state, id DESC);
CREATE INDEX reports_thing ON reports USING btree (video_id, comment_id) WHERE (state = 'open'::text);

create table videos (
  video_id text not null,
  channel_id text not null,
  owner_account_id text not null,
  likes bigint not null default 0,
  dislikes bigint not null default 0,
  comments bigint not null default 0,
  reactions_version bigint not null default 0,
  comments_version bigint not null default 0,
  closed boolean not null default false,
  constraint videos_pkey PRIMARY KEY (video_id),
  constraint videos_comments_check CHECK ((comments >= 0)),
  constraint videos_dislikes_check CHECK ((dislikes >= 0)),
  constraint videos_likes_check CHECK ((likes >= 0))
);
CREATE INDEX videos_closed ON videos USING btree (video_id) WHERE closed;
