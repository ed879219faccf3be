-- What somebody took out of their history: hidden at once, removed from the log after a day.
create table hidden_videos (
  account_id text collate "C" not null,
  video_id text collate "C" not null,
  until timestamptz(3) not null,
  hidden_at timestamptz not null default now(),
  primary key (account_id, video_id)
);
create index hidden_videos_at on hidden_videos (hidden_at);

create table cleared_histories (
  account_id text collate "C" primary key,
  until timestamptz(3) not null,
  cleared_at timestamptz not null default now(),
  removed boolean not null default false
);
create index cleared_histories_at on cleared_histories (cleared_at) where not removed;

-- Accounts that are gone: nothing is kept of them, whatever is heard late.
create table departed_accounts (
  account_id text collate "C" primary key,
  departed_at timestamptz not null default now(),
  removed boolean not null default false
);
create index departed_accounts_left on departed_accounts (account_id) where not removed;
