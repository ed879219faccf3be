-- Schema identity, written from the database after its migrations. Do not edit.

create table accounts (
  id text not null,
  email text not null,
  email_key text not null,
  password_hash text not null,
  display_name text not null,
  wanted_handle text,
  role text not null,
  epoch bigint not null default 1,
  version bigint not null default 1,
  created_at timestamp with time zone not null default now(),
  email_verified_at timestamp with time zone,
  state text not null default 'active'::text,
  state_reason text,
  bio text not null default ''::text,
  interests text[] not null default '{}'::text[],
  language text,
  history_paused boolean not null default false,
  avatar_id text,
  leaves_at timestamp with time zone,
  page_language text,
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_email_key_key UNIQUE (email_key),
  constraint accounts_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'creator'::text, 'moderator'::text, 'admin'::text]))),
  constraint accounts_state_check CHECK ((state = ANY (ARRAY['active'::text, 'waiting'::text, 'suspended'::text])))
);
CREATE INDEX accounts_leaving ON accounts USING btree (leaves_at) WHERE (leaves_at IS NOT NULL);
CREATE INDEX accounts_not_active ON accounts USING btree (id) WHERE (state <> 'active'::text);

create table api_tokens (
  id text not null,
  account_id text not null,
  name text not null,
  token_hash bytea not null,
  scopes text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint api_tokens_pkey PRIMARY KEY (id),
  constraint api_tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint api_tokens_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX api_tokens_account ON api_tokens USING btree (account_id);

create table app_codes (
  code_hash bytea not null,
  app_id text not null,
  account_id text not null,
  redirect_uri text not null,
  challenge text,
  scopes text not null,
  nonce text,
  authenticated_at timestamp with time zone not null,
  browser_session_id text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  session_id text,
  constraint app_codes_pkey PRIMARY KEY (code_hash),
  constraint app_codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint app_codes_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps(id) ON DELETE CASCADE,
  constraint app_codes_browser_session_id_fkey FOREIGN KEY (browser_session_id) REFERENCES sessions(id) ON DELETE CASCADE,
  constraint app_codes_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE SET NULL
);
CREATE INDEX app_codes_expires ON app_codes USING btree (expires_at);

create table app_grants (
  account_id text not null,
  app_id text not null,
  scopes text not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  constraint app_grants_pkey PRIMARY KEY (account_id, app_id),
  constraint app_grants_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint app_grants_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps(id) ON DELETE CASCADE
);
CREATE INDEX app_grants_app ON app_grants USING btree (app_id);

create table apps (
  id text not null,
  name text not null,
  kind text not null,
  secret_hash bytea,
  redirect_uris jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint apps_pkey PRIMARY KEY (id),
  constraint apps_check CHECK (((kind = 'tool'::text) = (secret_hash IS NOT NULL))),
  constraint apps_kind_check CHECK ((kind = ANY (ARRAY['native'::text, 'tool'::text])))
);

create table audit_log (
  id text not null,
  at timestamp with time zone not null default now(),
  actor_id text not null,
  actor_name text not null,
  address text not null,
  act text not null,
  subject_id text,
  subject_name text,
  before jsonb,
  after jsonb,
  constraint audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_act ON audit_log USING btree (act, id);
CREATE INDEX audit_log_actor ON audit_log USING btree (actor_id, id);
CREATE TRIGGER audit_log_is_append_only BEFORE DELETE OR TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log();
CREATE TRIGGER audit_log_rows_stay BEFORE UPDATE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit_row();

create table avatars (
  account_id text not null,
  picture bytea not null,
  constraint avatars_pkey PRIMARY KEY (account_id),
  constraint avatars_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);

create table exports (
  id text not null,
  account_id text not null,
  with_films boolean not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  next_at timestamp with time zone not null default now(),
  blob_key text,
  multipart_id text,
  size_bytes bigint,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  constraint exports_pkey PRIMARY KEY (id),
  constraint exports_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'failed'::text])))
);
CREATE INDEX exports_account ON exports USING btree (account_id, id);
CREATE INDEX exports_due ON exports USING btree (next_at) WHERE (state = 'waiting'::text);
CREATE INDEX exports_over ON exports USING btree (expires_at) WHERE (expires_at IS NOT NULL);

create table id_token_keys (
  kid text not null,
  private_jwk jsonb not null,
  public_jwk jsonb not null,
  created_at timestamp with time zone not null default now(),
  retired_at timestamp with time zone,
  constraint id_token_keys_pkey PRIMARY KEY (kid)
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

create table instance (
  slot boolean not null default true,
  name text,
  logo bytea,
  logo_id text,
  accent_hue integer,
  about text not null default ''::text,
  rules text not null default ''::text,
  registration text not null default 'open'::text,
  verify_to_upload boolean not null default false,
  address text,
  updated_at timestamp with time zone not null default now(),
  constraint instance_pkey PRIMARY KEY (slot),
  constraint instance_accent_hue_check CHECK (((accent_hue >= 0) AND (accent_hue <= 359))),
  constraint instance_registration_check CHECK ((registration = ANY (ARRAY['open'::text, 'approval'::text, 'closed'::text]))),
  constraint instance_slot_check CHECK (slot)
);

create table invitations (
  id text not null,
  email text not null,
  email_key text not null,
  role text not null,
  token_hash bytea not null,
  invited_by text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  account_id text,
  inviter_id text,
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE SET NULL,
  constraint invitations_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'creator'::text, 'moderator'::text, 'admin'::text]))),
  constraint invitations_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX invitations_email ON invitations USING btree (email_key);

create table leases (
  name text not null,
  holder uuid not null,
  token bigint not null,
  expires_at timestamp with time zone not null,
  constraint leases_pkey PRIMARY KEY (name)
);

create table links (
  token_hash bytea not null,
  purpose text not null,
  account_id text not null,
  email text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint links_pkey PRIMARY KEY (token_hash),
  constraint links_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint links_purpose_check CHECK ((purpose = ANY (ARRAY['verify'::text, 'change'::text, 'reset'::text])))
);
CREATE INDEX links_account ON links USING btree (account_id, purpose);
CREATE INDEX links_expires ON links USING btree (expires_at);

create table log_in_challenges (
  token_hash bytea not null,
  account_id text not null,
  purpose text not null,
  password_hash text not null,
  attempts integer not null default 0,
  expires_at timestamp with time zone not null,
  constraint log_in_challenges_pkey PRIMARY KEY (token_hash),
  constraint log_in_challenges_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint log_in_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['browser'::text, 'device'::text])))
);
CREATE INDEX log_in_challenges_expires ON log_in_challenges USING btree (expires_at);

create table mail_settings (
  slot boolean not null default true,
  host text not null,
  port integer not null,
  security text not null,
  user_name text,
  password_sealed bytea,
  from_address text not null,
  updated_at timestamp with time zone not null default now(),
  constraint mail_settings_pkey PRIMARY KEY (slot),
  constraint mail_settings_security_check CHECK ((security = ANY (ARRAY['tls'::text, 'starttls'::text, 'none'::text]))),
  constraint mail_settings_slot_check CHECK (slot)
);

create table mails (
  id text not null,
  kind text not null,
  to_address text not null,
  subject text not null,
  content_sealed bytea,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  next_at timestamp with time zone not null default now(),
  problem text,
  failure text,
  created_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint mails_pkey PRIMARY KEY (id),
  constraint mails_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX mails_due ON mails USING btree (next_at) WHERE (state = 'waiting'::text);

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

create table passkey_challenges (
  challenge_hash bytea not null,
  purpose text not null,
  account_id text,
  expires_at timestamp with time zone not null,
  proves text,
  session_id text,
  origin text,
  constraint passkey_challenges_pkey PRIMARY KEY (challenge_hash),
  constraint passkey_challenges_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint passkey_challenges_check CHECK (((purpose <> 'prove'::text) OR ((account_id IS NOT NULL) AND (proves IS NOT NULL) AND (session_id IS NOT NULL) AND (origin IS NOT NULL)))),
  constraint passkey_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['add'::text, 'log-in'::text, 'prove'::text])))
);
CREATE INDEX passkey_challenges_expires ON passkey_challenges USING btree (expires_at);

create table passkeys (
  id text not null,
  account_id text not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports jsonb not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  constraint passkeys_pkey PRIMARY KEY (id),
  constraint passkeys_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint passkeys_credential_id_key UNIQUE (credential_id)
);
CREATE INDEX passkeys_account ON passkeys USING btree (account_id, created_at);

create table provider_attempts (
  state_hash bytea not null,
  browser_hash bytea not null,
  provider_id text not null,
  nonce text not null,
  verifier text not null,
  account_id text,
  next text not null,
  expires_at timestamp with time zone not null,
  constraint provider_attempts_pkey PRIMARY KEY (state_hash),
  constraint provider_attempts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint provider_attempts_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE
);
CREATE INDEX provider_attempts_expires ON provider_attempts USING btree (expires_at);

create table provider_links (
  provider_id text not null,
  subject text not null,
  account_id text not null,
  created_at timestamp with time zone not null default now(),
  constraint provider_links_pkey PRIMARY KEY (provider_id, subject),
  constraint provider_links_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint provider_links_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES providers(id) ON DELETE CASCADE
);
CREATE INDEX provider_links_account ON provider_links USING btree (account_id);

create table providers (
  id text not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  secret_sealed bytea not null,
  scopes text not null,
  makes_accounts boolean not null,
  created_at timestamp with time zone not null default now(),
  constraint providers_pkey PRIMARY KEY (id)
);

create table recovery_codes (
  account_id text not null,
  code_hash bytea not null,
  constraint recovery_codes_pkey PRIMARY KEY (account_id, code_hash),
  constraint recovery_codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);

create table refresh_tokens (
  token_hash bytea not null,
  session_id text not null,
  created_at timestamp with time zone not null default now(),
  replaced_at timestamp with time zone,
  successor_sealed bytea,
  constraint refresh_tokens_pkey PRIMARY KEY (token_hash),
  constraint refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_session ON refresh_tokens USING btree (session_id);

create table reset_requests (
  id text not null,
  email_key text not null,
  created_at timestamp with time zone not null default now(),
  constraint reset_requests_pkey PRIMARY KEY (id)
);

create table revocations (
  version bigint not null generated always as identity,
  account_id text not null,
  session_id text not null default ''::text,
  epoch bigint not null,
  reason text not null,
  created_at timestamp with time zone not null default now(),
  constraint revocations_pkey PRIMARY KEY (version)
);
CREATE INDEX revocations_created ON revocations USING btree (created_at);

create table sessions (
  id text not null,
  account_id text not null,
  kind text not null,
  token_hash bytea,
  user_agent text not null,
  address text not null,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  app_id text,
  scopes text,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint sessions_app_id_fkey FOREIGN KEY (app_id) REFERENCES apps(id) ON DELETE CASCADE,
  constraint sessions_kind_check CHECK ((kind = ANY (ARRAY['browser'::text, 'device'::text]))),
  constraint sessions_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX sessions_account ON sessions USING btree (account_id, created_at);
CREATE INDEX sessions_app ON sessions USING btree (app_id) WHERE (app_id IS NOT NULL);
CREATE INDEX sessions_expires ON sessions USING btree (expires_at);

create table setup (
  slot boolean not null default true,
  token_hash bytea not null,
  used_at timestamp with time zone,
  constraint setup_pkey PRIMARY KEY (slot),
  constraint setup_slot_check CHECK (slot)
);

create table signing_keys (
  kid text not null,
  private_jwk jsonb not null,
  public_jwk jsonb not null,
  created_at timestamp with time zone not null default now(),
  retired_at timestamp with time zone,
  constraint signing_keys_pkey PRIMARY KEY (kid)
);

create table totp (
  account_id text not null,
  secret_sealed bytea not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  created_at timestamp with time zone not null default now(),
  constraint totp_pkey PRIMARY KEY (account_id),
  constraint totp_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);

CREATE OR REPLACE FUNCTION identity.refuse_change_of_audit_log()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the audit log is only ever written to';
end $function$;

CREATE OR REPLACE FUNCTION identity.refuse_change_of_audit_row()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.id, new.at, new.actor_id, new.act) is distinct from (old.id, old.at, old.actor_id, old.act)
    or new.subject_id is distinct from old.subject_id
    or not (new.actor_name in (old.actor_name, ''))
    or not (new.address in (old.address, ''))
    or (new.subject_name is not null and new.subject_name is distinct from old.subject_name)
    or (new.before is not null and new.before is distinct from old.before)
    or (new.after is not null and new.after is distinct from old.after)
  then
    raise exception 'the audit log is only ever written to';
  end if;
  return new;
end $function$;
