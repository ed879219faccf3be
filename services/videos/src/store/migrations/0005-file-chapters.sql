-- Chapters that the file brought along: shown while neither the creator nor the description says others.
alter table videos add column file_chapters jsonb;
