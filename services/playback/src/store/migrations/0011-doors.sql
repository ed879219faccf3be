-- Whoever knows its password may watch, or whoever is on its list.
alter table videos
  drop constraint videos_visibility_check,
  add constraint videos_visibility_check
    check (visibility in ('public', 'unlisted', 'private', 'password', 'members')),
  add column password_version integer not null default 0,
  add column viewer_list_id text not null default '';
-- A read copy: the accounts on each list, all of them.
create table viewer_lists (
  id text primary key,
  version bigint not null,
  account_ids text[] not null
);
