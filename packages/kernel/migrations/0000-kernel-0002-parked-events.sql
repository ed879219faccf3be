-- What an operator wants to know of a parked event. No attempts: it waits for an earlier one, or for a later release.
alter table parked_events
  add column attempts integer not null default 0,
  add column first_attempt_at timestamptz,
  add column last_attempt_at timestamptz,
  -- An operator asks, the service runs: only of the first event of a stream, those behind it follow.
  add column replay text check (replay in ('asked', 'running'));
create index parked_events_replay on parked_events (position) where replay is not null;

alter table inbox_attempts
  add column first_at timestamptz not null default now(),
  add column last_at timestamptz not null default now();
