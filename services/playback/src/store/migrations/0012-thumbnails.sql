-- The picture that a video's creator chose; null: the one of the edition.
alter table videos add column thumbnail_blob text;
alter table videos add column thumbnail_version bigint not null default 0;
