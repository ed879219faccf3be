-- The captions that a file brings along are read by a task of their own.
alter table tasks drop constraint tasks_kind_check;
alter table tasks add constraint tasks_kind_check check (kind in ('ingest', 'chunk', 'captions'));
