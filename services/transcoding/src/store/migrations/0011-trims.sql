-- A trimmed edition shows parts of another one, which stays as long as it may be shown again; so does a restored one.
alter table jobs add column base_job text references jobs (id) on delete cascade;
-- [[start, end], …] in 90 kHz ticks of the whole film.
alter table jobs add column ranges jsonb;
create index jobs_base on jobs (base_job) where base_job is not null;
alter table jobs drop constraint jobs_edition_kind_check;
alter table jobs add constraint jobs_edition_kind_check
  check (edition_kind in ('first', 'replacement', 'reprocessing', 'trim', 'restoration'));
alter table tasks drop constraint tasks_kind_check;
alter table tasks add constraint tasks_kind_check check (kind in ('ingest', 'chunk', 'captions', 'splice'));
-- Of a trimmed edition all segments are listed, whatever their rendition.
alter table segments drop constraint segments_track_check;
alter table segments add constraint segments_track_check check (track ~ '^[a-z0-9]{1,16}$');
