-- Whoever may watch may also take a file along; the owner always may. Part of the rule of access.
alter table videos add column downloads_allowed boolean not null default false;
