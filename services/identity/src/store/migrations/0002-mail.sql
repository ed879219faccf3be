-- Mail on its way out: written with what causes it, sent by a loop.
create table mails (
  id text primary key,
  kind text not null,
  to_address text not null,
  subject text not null,
  -- Text and HTML, sealed: they carry one-time links. Null once nobody needs them.
  content_sealed bytea,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  -- Not before; while one process sends it, the end of its turn.
  next_at timestamptz not null default now(),
  -- Why the last attempt failed.
  problem text,
  failure text,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index mails_due on mails (next_at) where state = 'waiting';

-- What an administrator chose in the page; the environment counts where there is none.
create table mail_settings (
  slot boolean primary key default true check (slot),
  host text not null,
  port integer not null,
  security text not null check (security in ('tls', 'starttls', 'none')),
  user_name text,
  password_sealed bytea,
  from_address text not null,
  updated_at timestamptz not null default now()
);

-- Who used a right that not everybody has. Nothing in it is ever changed or removed.
create table audit_log (
  id text primary key,
  at timestamptz not null default now(),
  actor_id text not null,
  actor_name text not null,
  address text not null,
  act text not null,
  subject_id text,
  subject_name text,
  before jsonb,
  after jsonb
);
create index audit_log_actor on audit_log (actor_id, id);
create index audit_log_act on audit_log (act, id);

create function refuse_change_of_audit_log() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only ever written to';
end $$;
create trigger audit_log_is_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_change_of_audit_log();
