-- Tables that the kernel keeps in the schema of every service.
create table outbox (
  position bigint generated always as identity primary key,
  event_id uuid not null unique,
  type text not null,
  version integer not null,
  key text not null,
  aggregate_type text not null,
  aggregate_id text not null,
  aggregate_version bigint not null,
  occurred_at timestamptz not null,
  traceparent text not null,
  payload bytea not null check (octet_length(payload) <= 65536),
  published_at timestamptz
);
create index outbox_unpublished on outbox (position) where published_at is null;
create index outbox_published on outbox (published_at) where published_at is not null;

-- What a consumer has applied; the effect and this row are one transaction.
create table inbox (
  event_id uuid primary key,
  handled_at timestamptz not null default now()
);
create index inbox_handled on inbox (handled_at);

-- Attempts are counted before an event is handled, so that one that kills the process is parked too.
create table inbox_attempts (
  event_id uuid primary key,
  attempts integer not null,
  last_error text
);

-- An event that failed for good, and all later ones of its stream, in order.
create table parked_events (
  position bigint generated always as identity primary key,
  stream text not null,
  event_id uuid not null unique,
  type text not null,
  version integer not null,
  envelope jsonb not null,
  payload bytea not null,
  reason text not null,
  parked_at timestamptz not null default now()
);
create index parked_events_stream on parked_events (stream, position);

-- Fenced leases of loops that one process at a time may run.
create table leases (
  name text primary key,
  holder uuid not null,
  token bigint not null,
  expires_at timestamptz not null
);

create table idempotency_keys (
  account_id text not null,
  route text not null,
  key text not null,
  request_hash text not null,
  status integer,
  response text,
  created_at timestamptz not null default now(),
  primary key (account_id, route, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);
