-- Becomes public then, whatever it is until that moment.
alter table videos add column publish_at timestamptz;
create index videos_due on videos (publish_at) where publish_at is not null and deleted_at is null;
