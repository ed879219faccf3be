-- Named lists of people who may watch, each of one account.
create table viewer_lists (
  id text primary key,
  account_id text not null,
  name text not null,
  -- Grows with every change of who is on it.
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  constraint viewer_lists_named unique (account_id, name)
);
-- Whom a list names. An address stands for nobody until an account that has proved it comes to watch: that account is it
-- from then on.
create table viewer_list_people (
  id text primary key,
  list_id text not null references viewer_lists (id) on delete cascade,
  -- As it was given: an address or a handle with its @.
  name text not null,
  -- As addresses are compared; of addresses alone.
  email_key text,
  account_id text,
  created_at timestamptz not null default now(),
  check (email_key is not null or account_id is not null),
  constraint viewer_list_people_named unique (list_id, name)
);
create index viewer_list_people_account on viewer_list_people (account_id, list_id);
create index viewer_list_people_address on viewer_list_people (list_id, email_key) where account_id is null;
-- Without a list, a video of members is its owner's alone.
alter table videos add column viewer_list_id text references viewer_lists (id) on delete set null;
create index videos_of_viewer_list on videos (viewer_list_id) where viewer_list_id is not null and deleted_at is null;
