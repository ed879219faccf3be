-- Schema channels, written from the database after its migrations. Do not edit.

create table avatar_files (
  blob_key text not null,
  channel_id text not null,
  size_bytes integer,
  sha256 text,
  remove_after timestamp with time zone,
  constraint avatar_files_pkey PRIMARY KEY (blob_key)
);
CREATE INDEX avatar_files_removable ON avatar_files USING btree (remove_after) WHERE (remove_after IS NOT NULL);

create table channel_invitations (
  id text not null,
  channel_id text not null,
  account_id text,
  email_key text,
  invited text not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint channel_invitations_pkey PRIMARY KEY (id),
  constraint channel_invitations_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id) ON DELETE CASCADE,
  constraint channel_invitations_role_check CHECK ((role = ANY (ARRAY['editor'::text, 'moderator'::text, 'analyst'::text, 'owner'::text]))),
  constraint channel_invitations_to_somebody CHECK (((account_id IS NOT NULL) OR (email_key IS NOT NULL)))
);
CREATE INDEX channel_invitations_account ON channel_invitations USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX channel_invitations_channel ON channel_invitations USING btree (channel_id);
CREATE INDEX channel_invitations_email ON channel_invitations USING btree (email_key) WHERE (email_key IS NOT NULL);

create table channel_members (
  channel_id text not null,
  account_id text not null,
  role text not null,
  since timestamp with time zone not null default now(),
  constraint channel_members_pkey PRIMARY KEY (channel_id, account_id),
  constraint channel_members_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id) ON DELETE CASCADE,
  constraint channel_members_role_check CHECK ((role = ANY (ARRAY['editor'::text, 'moderator'::text, 'analyst'::text])))
);
CREATE INDEX channel_members_account ON channel_members USING btree (account_id);

create table channels (
  id text not null,
  handle text not null,
  handle_key text not null,
  name text not null,
  description text not null default ''::text,
  owner_account_id text not null,
  is_first boolean not null default false,
  avatar_blob text,
  version bigint not null default 1,
  created_at timestamp with time zone not null default now(),
  banner_blob text,
  links jsonb not null default '[]'::jsonb,
  trailer_video_id text,
  team_version bigint not null default 0,
  subscribers bigint not null default 0,
  subscribers_version bigint not null default 0,
  constraint channels_pkey PRIMARY KEY (id),
  constraint channels_handle_key_key UNIQUE (handle_key)
);
CREATE UNIQUE INDEX channels_first ON channels USING btree (owner_account_id) WHERE is_first;
CREATE INDEX channels_owner ON channels USING btree (owner_account_id, created_at);

create table former_handles (
  handle_key text not null,
  channel_id text,
  account_id text,
  kept_until timestamp with time zone not null,
  constraint former_handles_pkey PRIMARY KEY (handle_key),
  constraint former_handles_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channels(id),
  constraint former_handles_check CHECK (((channel_id IS NULL) <> (account_id IS NULL)))
);
CREATE INDEX former_handles_channel ON former_handles USING btree (channel_id) WHERE (channel_id IS NOT NULL);

create table handle_changes (
  id text not null,
  account_id text not null,
  changed_at timestamp with time zone not null default now(),
  constraint handle_changes_pkey PRIMARY KEY (id)
);
CREATE INDEX handle_changes_account ON handle_changes USING btree (account_id, changed_at);

create table hidden_accounts (
  account_id text not null,
  constraint hidden_accounts_pkey PRIMARY KEY (account_id)
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
