-- What an account puts on new videos; `settings` as the API tells of them.
create table video_templates (
  id text primary key,
  account_id text not null,
  name text not null,
  settings jsonb not null,
  created_at timestamptz not null default now(),
  constraint video_templates_named unique (account_id, name)
);
