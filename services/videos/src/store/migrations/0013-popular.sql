-- Lists by views. Newest and oldest are one index, read from either end.
create index videos_listed_by_views on videos (views desc, id desc)
  where visibility = 'public' and playable and deleted_at is null;
create index videos_listed_by_channel_and_views on videos (channel_id, views desc, id desc)
  where visibility = 'public' and playable and deleted_at is null;
