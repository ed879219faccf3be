-- Read copies; interactions owns the counts.
alter table videos add column likes bigint not null default 0;
alter table videos add column reactions_version bigint not null default 0;
alter table videos add column comments bigint not null default 0;
alter table videos add column comments_version bigint not null default 0;
