-- Read copies; subscriptions owns the count.
alter table channels add column subscribers bigint not null default 0;
alter table channels add column subscribers_version bigint not null default 0;
