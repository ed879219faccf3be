-- Schema uploads, written from the database after its migrations. Do not edit.

create table default_quota (
  slot boolean not null default true,
  quota_bytes bigint,
  constraint default_quota_pkey PRIMARY KEY (slot),
  constraint default_quota_slot_check CHECK (slot)
);

create table deleted_videos (
  video_id text not null,
  deleted_at timestamp with time zone not null default now(),
  constraint deleted_videos_pkey PRIMARY KEY (video_id)
);

create table direct_uploads (
  upload_id text not null,
  multipart_id text not null,
  part_bytes bigint not null,
  parts jsonb,
  constraint direct_uploads_pkey PRIMARY KEY (upload_id),
  constraint direct_uploads_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES uploads(id) ON DELETE CASCADE
);

create table hand_overs (
  id text not null,
  video_id text not null,
  account_id text not null,
  from_account_id text not null,
  until timestamp with time zone not null,
  constraint hand_overs_pkey PRIMARY KEY (id, video_id)
);
CREATE INDEX hand_overs_account ON hand_overs USING btree (account_id);
CREATE INDEX hand_overs_until ON hand_overs USING btree (until);
CREATE INDEX hand_overs_video ON hand_overs USING btree (video_id);

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

create table imports (
  upload_id text not null,
  account_id text not null,
  url text not null,
  validator text not null,
  state text not null default 'waiting'::text,
  failures integer not null default 0,
  offset_bytes bigint not null default 0,
  next_at timestamp with time zone not null default now(),
  lease_until timestamp with time zone not null default now(),
  failure_code text,
  failure_message text,
  created_at timestamp with time zone not null default now(),
  constraint imports_pkey PRIMARY KEY (upload_id),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text]))),
  constraint imports_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES uploads(id)
);
CREATE INDEX imports_due ON imports USING btree (next_at) WHERE (state = 'waiting'::text);
CREATE INDEX imports_of_account ON imports USING btree (account_id, upload_id DESC);

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

create table quotas (
  account_id text not null,
  quota_bytes bigint,
  constraint quotas_pkey PRIMARY KEY (account_id),
  constraint quotas_quota_bytes_check CHECK ((quota_bytes >= 0))
);

create table stored_parts (
  video_id text not null,
  part text not null,
  account_id text not null,
  size_bytes bigint not null,
  constraint stored_parts_pkey PRIMARY KEY (video_id, part),
  constraint stored_parts_part_check CHECK ((part = ANY (ARRAY['renditions'::text, 'captions'::text])))
);
CREATE INDEX stored_parts_account ON stored_parts USING btree (account_id);

create table upload_extents (
  upload_id text not null,
  token bigint not null,
  start_bytes bigint not null,
  file_start_bytes bigint,
  constraint upload_extents_pkey PRIMARY KEY (upload_id, token),
  constraint upload_extents_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES uploads(id) ON DELETE CASCADE
);

create table uploads (
  id text not null,
  video_id text not null,
  account_id text not null,
  file_name text not null,
  size_bytes bigint not null,
  offset_bytes bigint not null default 0,
  state text not null default 'waiting'::text,
  version bigint not null default 1,
  sha256 text,
  blob_key text,
  owner_holder uuid,
  owner_url text,
  owner_token bigint not null default 0,
  owner_until timestamp with time zone not null default '-infinity'::timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  touched_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  index_offset_bytes bigint,
  index_size_bytes integer,
  index_sha256 text,
  abandoned_because text,
  refusal text,
  replaces boolean not null default false,
  over_at timestamp with time zone,
  cleaned_at timestamp with time zone,
  processed_at timestamp with time zone,
  constraint uploads_pkey PRIMARY KEY (id),
  constraint uploads_check CHECK ((offset_bytes <= size_bytes)),
  constraint uploads_size_bytes_check CHECK ((size_bytes > 0)),
  constraint uploads_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'uploading'::text, 'finishing'::text, 'complete'::text, 'abandoned'::text])))
);
CREATE INDEX uploads_account ON uploads USING btree (account_id) WHERE (over_at IS NULL);
CREATE INDEX uploads_expiring ON uploads USING btree (expires_at) WHERE (state = ANY (ARRAY['waiting'::text, 'uploading'::text]));
CREATE INDEX uploads_finishing ON uploads USING btree (touched_at) WHERE (state = 'finishing'::text);
CREATE INDEX uploads_processed ON uploads USING btree (processed_at) WHERE ((processed_at IS NOT NULL) AND (over_at IS NULL));
CREATE INDEX uploads_uncleaned ON uploads USING btree (over_at) WHERE ((over_at IS NOT NULL) AND (cleaned_at IS NULL));
CREATE INDEX uploads_video ON uploads USING btree (video_id, created_at DESC);
