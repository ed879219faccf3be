-- Its page is open before its time, and everybody watches together from then on; null: no premiere.
alter table videos add column premiere_at timestamptz;

create index videos_by_premiere on videos (publish_at) where premiere_at is not null and publish_at is not null;
