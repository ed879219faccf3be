-- Why an edition is made.
alter table jobs add column edition_kind text not null default 'first'
  check (edition_kind in ('first', 'replacement', 'reprocessing'));
-- What plays goes on until this edition is whole.
alter table jobs add column held boolean not null default false;
-- Whose turn comes before all others: the smallest number.
alter table jobs add column urgency smallint not null default 0;
-- Another edition plays: who watches this one may go on until then. Null while nobody has said so.
alter table jobs add column served_until timestamptz;
-- All its files are gone.
alter table jobs add column removed_at timestamptz;
create index jobs_replaced on jobs (served_until) where served_until is not null and removed_at is null;
