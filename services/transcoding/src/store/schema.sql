-- Schema transcoding, written from the database after its migrations. Do not edit.

create table deleted_videos (
  video_id text not null,
  deleted_at timestamp with time zone not null default now(),
  constraint deleted_videos_pkey PRIMARY KEY (video_id)
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

create table inits (
  job_id text not null,
  rendition text not null,
  blob_key text not null,
  sha256 text not null,
  codecs text not null,
  constraint inits_pkey PRIMARY KEY (job_id, rendition),
  constraint inits_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs(id) ON DELETE CASCADE
);

create table jobs (
  id text not null,
  video_id text not null,
  upload_id text not null,
  source_blob text,
  source_bytes bigint not null,
  source_sha256 text,
  state text not null default 'probing'::text,
  may_pass_through boolean not null default true,
  encode boolean not null default false,
  probe jsonb,
  ladder jsonb,
  passthrough boolean not null default false,
  plan_state jsonb,
  ingest_done boolean not null default false,
  duration_ms bigint,
  failure_code text,
  failure_message text,
  version bigint not null default 1,
  created_at timestamp with time zone not null default now(),
  encoding_since timestamp with time zone,
  ended_at timestamp with time zone,
  cleaned_at timestamp with time zone,
  served_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  edition_kind text not null default 'first'::text,
  held boolean not null default false,
  urgency smallint not null default 0,
  served_until timestamp with time zone,
  removed_at timestamp with time zone,
  left_out jsonb not null default '[]'::jsonb,
  left_out_until timestamp with time zone,
  base_job text,
  ranges jsonb,
  counted_version bigint,
  counted_at timestamp with time zone,
  constraint jobs_pkey PRIMARY KEY (id),
  constraint jobs_base_job_fkey FOREIGN KEY (base_job) REFERENCES jobs(id) ON DELETE CASCADE,
  constraint jobs_edition_kind_check CHECK ((edition_kind = ANY (ARRAY['first'::text, 'replacement'::text, 'reprocessing'::text, 'trim'::text, 'restoration'::text]))),
  constraint jobs_state_check CHECK ((state = ANY (ARRAY['probing'::text, 'encoding'::text, 'finished'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX jobs_base ON jobs USING btree (base_job) WHERE (base_job IS NOT NULL);
CREATE INDEX jobs_left_out ON jobs USING btree (left_out_until) WHERE (left_out_until IS NOT NULL);
CREATE INDEX jobs_open ON jobs USING btree (created_at) WHERE (state = ANY (ARRAY['probing'::text, 'encoding'::text]));
CREATE INDEX jobs_replaced ON jobs USING btree (served_until) WHERE ((served_until IS NOT NULL) AND (removed_at IS NULL));
CREATE INDEX jobs_uncleaned ON jobs USING btree (ended_at) WHERE ((ended_at IS NOT NULL) AND (cleaned_at IS NULL));
CREATE INDEX jobs_uncounted ON jobs USING btree (counted_at NULLS FIRST, created_at) WHERE (counted_version IS NULL);
CREATE INDEX jobs_upload ON jobs USING btree (upload_id);
CREATE INDEX jobs_video ON jobs USING btree (video_id, created_at DESC);

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

create table pictures (
  blob_key text not null,
  job_id text not null,
  size_bytes integer not null,
  sha256 text not null,
  constraint pictures_pkey PRIMARY KEY (blob_key),
  constraint pictures_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs(id) ON DELETE CASCADE
);
CREATE INDEX pictures_job ON pictures USING btree (job_id);

create table segments (
  job_id text not null,
  track text not null,
  sequence integer not null,
  blob_key text not null,
  start_ticks bigint not null,
  duration_ticks bigint not null,
  size_bytes integer not null,
  sha256 text not null,
  info jsonb,
  constraint segments_pkey PRIMARY KEY (job_id, track, sequence),
  constraint segments_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs(id) ON DELETE CASCADE,
  constraint segments_track_check CHECK ((track ~ '^[a-z0-9]{1,16}$'::text))
);

create table tasks (
  id text not null,
  job_id text not null,
  kind text not null,
  chunk_index integer,
  payload jsonb not null,
  state text not null default 'ready'::text,
  priority integer not null,
  attempt integer not null default 0,
  failures integer not null default 0,
  losses integer not null default 0,
  worker_id text,
  lease_until timestamp with time zone,
  not_before timestamp with time zone not null default now(),
  progress_ms bigint not null default 0,
  duration_ms bigint not null default 0,
  result jsonb,
  last_error text,
  created_at timestamp with time zone not null default now(),
  token_id text,
  growing boolean not null default false,
  needs_bytes bigint,
  quarantine_code text,
  quarantine_message text,
  constraint tasks_pkey PRIMARY KEY (id),
  constraint tasks_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs(id) ON DELETE CASCADE,
  constraint tasks_job_id_kind_chunk_index_key UNIQUE (job_id, kind, chunk_index),
  constraint tasks_kind_check CHECK ((kind = ANY (ARRAY['ingest'::text, 'chunk'::text, 'captions'::text, 'splice'::text]))),
  constraint tasks_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'leased'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX tasks_claimable ON tasks USING btree (priority, created_at) WHERE (state = ANY (ARRAY['ready'::text, 'leased'::text]));
CREATE INDEX tasks_job ON tasks USING btree (job_id);
CREATE INDEX tasks_waiting ON tasks USING btree (created_at) WHERE (needs_bytes IS NOT NULL);

create table worker_tokens (
  token_hash bytea not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  id text not null default (gen_random_uuid())::text,
  constraint worker_tokens_pkey PRIMARY KEY (token_hash),
  constraint worker_tokens_id_key UNIQUE (id)
);

create table workers (
  id text not null,
  name text not null,
  version text not null,
  running integer not null,
  address text not null,
  last_seen_at timestamp with time zone not null default now(),
  draining boolean not null default false,
  token_id text,
  constraint workers_pkey PRIMARY KEY (id)
);
CREATE INDEX workers_seen ON workers USING btree (last_seen_at);
