-- What accounts watch is told to whoever keeps it for longer.
alter table watchings add column duration_ms bigint not null default 0;
alter table watchings add column untold boolean not null default false;
create index watchings_untold on watchings (view_id) where untold;
