-- Why an edition is made.
alter table jobs add column edition_kind text not null default 'first'
  check (edition_kind in ('first', 'replacement', 'reprocessing', 'trim', 'restoration'));
-- What plays goes on until this edition is whole.
alter table jobs add column held boolean not null default false;
-- Whose turn comes before all others: the smallest number.
alter table jobs add column urgency smallint not null default 0;
-- The whole film that a trim shows parts of; its files stay for as long as those of the trim.
alter table jobs add column base_job text references jobs (id);
-- Parts of it in ticks of 90 kHz: [[start, end], …], ascending.
alter table jobs add column ranges jsonb;
-- Another edition plays: who watches this one may go on until then. Null while nobody has said so.
alter table jobs add column served_until timestamptz;
-- All its files are gone.
alter table jobs add column removed_at timestamptz;
create index jobs_base on jobs (base_job) where base_job is not null;
create index jobs_replaced on jobs (served_until) where served_until is not null and removed_at is null;

alter table tasks drop constraint tasks_kind_check;
alter table tasks add constraint tasks_kind_check check (kind in ('ingest', 'chunk', 'splice'));
