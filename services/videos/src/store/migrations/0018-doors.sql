-- Whoever knows its password may watch, or whoever is on its list.
alter table videos
  drop constraint videos_visibility_check,
  add constraint videos_visibility_check
    check (visibility in ('public', 'unlisted', 'private', 'password', 'members')),
  add column password_hash text,
  -- Grants are bound to it.
  add column password_version integer not null default 0,
  add constraint videos_have_a_password check (visibility != 'password' or password_hash is not null);
