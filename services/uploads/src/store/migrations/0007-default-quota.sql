-- For accounts without one of their own; no row: what the environment says.
create table default_quota (
  slot boolean primary key default true check (slot),
  -- Null: none.
  quota_bytes bigint
);
