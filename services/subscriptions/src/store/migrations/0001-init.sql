-- Who follows which channel.
create table subscriptions (
  channel_id text collate "C" not null,
  account_id text collate "C" not null,
  bell text not null check (bell in ('all', 'personalised', 'none')),
  since timestamptz not null default now(),
  primary key (channel_id, account_id)
);
create index subscriptions_account on subscriptions (account_id, since desc, channel_id desc);

-- One row for each channel that was ever followed. Writers lock these in the order of their ids.
create table followed_channels (
  channel_id text collate "C" primary key,
  subscribers bigint not null default 0 check (subscribers >= 0),
  version bigint not null default 0,
  latest_video_at timestamptz,
  closed boolean not null default false
);
create index followed_channels_closed on followed_channels (channel_id) where closed;

create table feed_visits (
  account_id text collate "C" primary key,
  seen_at timestamptz not null,
  before_at timestamptz
);
