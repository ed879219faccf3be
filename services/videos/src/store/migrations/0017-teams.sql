-- Who helps with a channel, as channels has told; videos carry it, so that each is judged by its own row.
create table channel_teams (
  channel_id text primary key,
  version bigint not null,
  owner_account_id text not null,
  editor_ids text[] not null,
  moderator_ids text[] not null,
  analyst_ids text[] not null,
  -- Whether every video's rule and owner have followed.
  followed boolean not null default false
);
create index channel_teams_unfollowed on channel_teams (channel_id) where not followed;

alter table videos add column editor_ids text[] not null default '{}';
alter table videos add column moderator_ids text[] not null default '{}';
alter table videos add column analyst_ids text[] not null default '{}';
-- Of the team that playback was told of.
alter table videos add column team_version bigint not null default 0;
create index videos_channel_team on videos (channel_id, team_version) where deleted_at is null;
