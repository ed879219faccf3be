-- One edition of one video: one source file and one ladder.
create table jobs (
  id text primary key,
  video_id text not null,
  upload_id text not null,
  source_blob text not null,
  source_bytes bigint not null,
  source_sha256 text not null,
  state text not null default 'probing' check (state in ('probing', 'encoding', 'finished', 'failed', 'cancelled')),
  may_pass_through boolean not null default true,
  -- Copying failed in an earlier edition: the pass encodes.
  encode boolean not null default false,
  probe jsonb,
  ladder jsonb,
  passthrough boolean not null default false,
  -- Where the planner goes on: it never plans a segment twice.
  plan_state jsonb,
  ingest_done boolean not null default false,
  duration_ms bigint,
  audio_segments integer,
  failure_code text,
  failure_message text,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  encoding_since timestamptz,
  ended_at timestamptz,
  cleaned_at timestamptz
);
create index jobs_video on jobs (video_id, created_at desc);
create index jobs_open on jobs (created_at) where state in ('probing', 'encoding');
create index jobs_uncleaned on jobs (ended_at) where ended_at is not null and cleaned_at is null;

-- What the ingest pass has committed: the source's own video in segments, and the audio.
create table segments (
  job_id text not null references jobs (id) on delete cascade,
  track text not null check (track in ('source', 'audio')),
  sequence integer not null,
  blob_key text not null,
  start_ticks bigint not null,
  duration_ticks bigint not null,
  size_bytes integer not null,
  sha256 text not null,
  info jsonb,
  primary key (job_id, track, sequence)
);

-- Init segments: one per rendition, the same bytes whichever chunk made them.
create table inits (
  job_id text not null references jobs (id) on delete cascade,
  rendition text not null,
  blob_key text not null,
  sha256 text not null,
  codecs text not null,
  primary key (job_id, rendition)
);

-- Long work is a row with a lease. `attempt` is the fencing token: only the latest may commit.
create table tasks (
  id text primary key,
  job_id text not null references jobs (id) on delete cascade,
  kind text not null check (kind in ('ingest', 'chunk')),
  chunk_index integer,
  payload jsonb not null,
  state text not null default 'ready' check (state in ('ready', 'leased', 'done', 'failed', 'cancelled')),
  priority integer not null,
  attempt integer not null default 0,
  failures integer not null default 0,
  -- Leases that ran out without a word from the worker.
  losses integer not null default 0,
  worker_id text,
  lease_until timestamptz,
  not_before timestamptz not null default now(),
  progress_ms bigint not null default 0,
  duration_ms bigint not null default 0,
  result jsonb,
  last_error text,
  created_at timestamptz not null default now(),
  unique (job_id, kind, chunk_index)
);
create index tasks_claimable on tasks (priority, created_at) where state in ('ready', 'leased');
create index tasks_job on tasks (job_id);

create table workers (
  id text primary key,
  name text not null,
  version text not null,
  running integer not null,
  address text not null,
  last_seen_at timestamptz not null default now(),
  draining boolean not null default false
);
create index workers_seen on workers (last_seen_at);

-- Workers on other machines prove themselves by a token that an administrator made.
create table worker_tokens (
  token_hash bytea primary key,
  name text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- Deleted videos: their last upload may be told after their end, by another producer.
create table deleted_videos (
  video_id text primary key,
  deleted_at timestamptz not null default now()
);
