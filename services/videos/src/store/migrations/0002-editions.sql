-- The newest edition that plays or has failed, and the newest that has failed: what is told of older ones comes late.
alter table videos add column edition text, add column failed_edition text;
