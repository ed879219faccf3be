-- Handles that channels had. Links with them go on until somebody else takes one, which nobody may for a while.
create table former_handles (
  handle_key text primary key,
  -- Null when the channel is deleted: then the account alone may take it while it is kept.
  channel_id text references channels (id),
  account_id text,
  kept_until timestamptz not null,
  check ((channel_id is null) <> (account_id is null))
);
create index former_handles_channel on former_handles (channel_id) where channel_id is not null;
-- Who took a handle when, of channels that were made by hand or renamed.
create table handle_changes (
  id text primary key,
  account_id text not null,
  changed_at timestamptz not null default now()
);
create index handle_changes_account on handle_changes (account_id, changed_at);
