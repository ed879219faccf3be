alter table accounts
  add column email_verified_at timestamptz,
  -- Waiting: registered, and nobody has said yes so far.
  add column state text not null default 'active' check (state in ('active', 'waiting', 'suspended')),
  add column state_reason text;
create index accounts_not_active on accounts (id) where state <> 'active';

-- What is sent to an address proves that its reader has it. One use, and its hash alone is kept.
create table links (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('verify', 'change', 'reset')),
  account_id text not null references accounts (id) on delete cascade,
  email text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index links_account on links (account_id, purpose);
create index links_expires on links (expires_at);

-- Whether there is an account of this address is looked up later: the answer takes as long for all.
create table reset_requests (
  id text primary key,
  email_key text not null,
  created_at timestamptz not null default now()
);

create table invitations (
  id text primary key,
  email text not null,
  email_key text not null,
  role text not null check (role in ('viewer', 'creator', 'moderator', 'admin')),
  token_hash bytea not null unique,
  invited_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  account_id text references accounts (id) on delete set null
);
create index invitations_email on invitations (email_key);

-- What this site is called, how it looks, and who may come in.
create table instance (
  slot boolean primary key default true check (slot),
  -- Null: as the environment says.
  name text,
  -- A WebP of at most 512 pixels, made by us; its id changes with it.
  logo bytea,
  logo_id text,
  -- Null: as designed.
  accent_hue integer check (accent_hue between 0 and 359),
  about text not null default '',
  rules text not null default '',
  registration text not null default 'open' check (registration in ('open', 'approval', 'closed')),
  verify_to_upload boolean not null default false,
  -- Where an administrator's browser finds the pages: links in mail when PUBLIC_URL is not set.
  address text,
  updated_at timestamptz not null default now()
);
insert into instance default values;
