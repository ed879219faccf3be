-- One row for each video that anybody reacted to or commented on: its lock orders everything that is counted for it.
create table videos (
  video_id text collate "C" primary key,
  channel_id text collate "C" not null,
  owner_account_id text collate "C" not null,
  likes bigint not null default 0 check (likes >= 0),
  dislikes bigint not null default 0 check (dislikes >= 0),
  -- Those that all who see the video may read.
  comments bigint not null default 0 check (comments >= 0),
  -- Of reactions and of comments: events carry them.
  reactions_version bigint not null default 0,
  comments_version bigint not null default 0,
  -- It was deleted: nothing is written any more, and what is left goes by pages.
  closed boolean not null default false
);
create index videos_closed on videos (video_id) where closed;

create table reactions (
  video_id text collate "C" not null,
  account_id text collate "C" not null,
  value smallint not null check (value in (-1, 1)),
  changed_at timestamptz not null default now(),
  primary key (video_id, account_id)
);
create index reactions_account on reactions (account_id, changed_at desc, video_id desc);

create table comments (
  id text collate "C" primary key,
  video_id text collate "C" not null references videos (video_id),
  channel_id text collate "C" not null,
  -- The comment that begins the thread.
  parent_id text collate "C" references comments (id),
  author_account_id text collate "C" not null,
  -- As which channel they speak; null for their first one.
  as_channel_id text collate "C",
  text text not null,
  -- An array of { handle, channelId, accountId }.
  mentions jsonb not null default '[]',
  state text not null check (state in ('shown', 'held', 'removed', 'deleted')),
  held_for text check (held_for in ('word', 'link', 'everything')),
  -- What it was before its author deleted it.
  state_before text check (state_before in ('shown', 'held', 'removed')),
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  hearted_at timestamptz,
  pinned_at timestamptz,
  likes bigint not null default 0 check (likes >= 0),
  -- Shown answers, whether the comment itself is shown or not.
  replies bigint not null default 0 check (replies >= 0),
  reactions_version bigint not null default 0,
  version bigint not null default 1,
  -- The order of "top".
  score bigint not null generated always as (likes * 10 + replies * 5 + case when hearted_at is null then 0 else 20 end) stored
);
create index comments_newest on comments (video_id, id desc) where parent_id is null;
create index comments_top on comments (video_id, score desc, id desc) where parent_id is null;
create unique index comments_pinned on comments (video_id) where pinned_at is not null;
create index comments_answers on comments (parent_id, id) where parent_id is not null;
create index comments_author on comments (author_account_id, id desc);
create index comments_channel on comments (channel_id, id desc);
create index comments_held on comments (channel_id, id desc) where state = 'held';
create index comments_held_of_video on comments (video_id) where state = 'held';
create index comments_deleted on comments (deleted_at) where deleted_at is not null and text <> '';

create table comment_reactions (
  comment_id text collate "C" not null references comments (id) on delete cascade,
  account_id text collate "C" not null,
  value smallint not null check (value in (-1, 1)),
  primary key (comment_id, account_id)
);
create index comment_reactions_account on comment_reactions (account_id);

-- What the owner of a channel lets others say.
create table comment_settings (
  channel_id text collate "C" primary key,
  hold text not null default 'nothing' check (hold in ('nothing', 'links', 'everything')),
  blocked_words text[] not null default '{}',
  slow_mode_seconds integer not null default 0 check (slow_mode_seconds between 0 and 86400)
);

-- Who may not comment in a channel.
create table blocked_people (
  channel_id text collate "C" not null,
  account_id text collate "C" not null,
  blocked_by text collate "C" not null,
  since timestamptz not null default now(),
  primary key (channel_id, account_id)
);

-- Who did what to comments of others.
create table moderation_acts (
  id text collate "C" primary key,
  channel_id text collate "C" not null,
  actor_account_id text collate "C" not null,
  act text not null,
  comment_id text collate "C",
  -- Whom it is about.
  account_id text collate "C",
  detail jsonb not null default '{}',
  at timestamptz not null default now()
);
create index moderation_acts_channel on moderation_acts (channel_id, id desc);

-- Accounts that are gone, and whose rows go by pages.
create table departed_accounts (
  account_id text collate "C" primary key
);
