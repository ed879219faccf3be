-- People who help with a channel that belongs to another. The owner is none of them.
create table channel_members (
  channel_id text not null references channels (id) on delete cascade,
  account_id text not null,
  role text not null check (role in ('editor', 'moderator', 'analyst')),
  since timestamptz not null default now(),
  primary key (channel_id, account_id)
);
create index channel_members_account on channel_members (account_id);

-- To an account, or to whoever proves an address; `owner` offers the channel itself.
create table channel_invitations (
  id text primary key,
  channel_id text not null references channels (id) on delete cascade,
  account_id text,
  email_key text,
  -- As it was written, for whoever invited.
  invited text not null,
  role text not null check (role in ('editor', 'moderator', 'analyst', 'owner')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint channel_invitations_to_somebody check (account_id is not null or email_key is not null)
);
create index channel_invitations_channel on channel_invitations (channel_id);
create index channel_invitations_account on channel_invitations (account_id) where account_id is not null;
create index channel_invitations_email on channel_invitations (email_key) where email_key is not null;

-- Grows with every change of who may what; events carry it.
alter table channels add column team_version bigint not null default 0;
