-- Whose turn it was last: films take turns.
alter table jobs add column served_at timestamptz not null default '-infinity';
