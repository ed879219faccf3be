-- Schema history, written from the database after its migrations. Do not edit.

create table cleared_histories (
  account_id text not null,
  until timestamp(3) with time zone not null,
  cleared_at timestamp with time zone not null default now(),
  removed boolean not null default false,
  constraint cleared_histories_pkey PRIMARY KEY (account_id)
);
CREATE INDEX cleared_histories_at ON cleared_histories USING btree (cleared_at) WHERE (NOT removed);

create table departed_accounts (
  account_id text not null,
  removed boolean not null default false,
  constraint departed_accounts_pkey PRIMARY KEY (account_id)
);
CREATE INDEX departed_accounts_left ON departed_accounts USING btree (account_id) WHERE (NOT removed);

create table hidden_videos (
  account_id text not null,
  video_id text not null,
  until timestamp(3) with time zone not null,
  hidden_at timestamp with time zone not null default now(),
  constraint hidden_videos_pkey PRIMARY KEY (account_id, video_id)
);
CREATE INDEX hidden_videos_at ON hidden_videos USING btree (hidden_at);

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
