alter table accounts
  add column bio text not null default '',
  add column interests text[] not null default '{}',
  -- Null: as each browser prefers.
  add column language text,
  -- While it is, where somebody watches is not noted under the account.
  add column history_paused boolean not null default false,
  -- Changes with the picture.
  add column avatar_id text;

-- Apart from the accounts, which are read with every request: a WebP of 256 pixels, made by us.
create table avatars (
  account_id text primary key references accounts (id) on delete cascade,
  picture bytea not null
);
