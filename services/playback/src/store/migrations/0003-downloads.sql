-- Whoever may watch may also take a file along; the owner always may.
alter table videos add column downloads boolean not null default false;
