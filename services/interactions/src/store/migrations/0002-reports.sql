-- What somebody wants those to look at who keep order on the site. Each person reports a thing once.
create table reports (
  id text collate "C" primary key,
  video_id text collate "C" not null,
  -- Null where the video itself is meant.
  comment_id text collate "C",
  channel_id text collate "C" not null,
  reporter_account_id text collate "C" not null,
  reason text not null check (reason in ('spam', 'harassment', 'hate', 'violence', 'sexual', 'danger', 'rights', 'other')),
  note text not null default '',
  state text not null default 'open' check (state in ('open', 'upheld', 'dismissed')),
  created_at timestamptz not null default now(),
  handled_by text collate "C",
  handled_at timestamptz
);
create unique index reports_once on reports (reporter_account_id, video_id, coalesce(comment_id, ''));
create index reports_state on reports (state, id desc);
create index reports_thing on reports (video_id, comment_id) where state = 'open';
