-- Of the file as it was written: stored bytes are compared with it.
alter table caption_files add column sha256 text;
