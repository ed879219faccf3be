-- A token can be named, and revoked with all that was done in its name.
alter table worker_tokens add column id text not null unique default gen_random_uuid()::text;
alter table workers add column token_id text;
alter table tasks add column token_id text;
