alter table videos
  add column category text,
  add column language text,
  add column licence text not null default 'all-rights-reserved',
  add column comments_allowed boolean not null default true,
  add column mature boolean not null default false;
create index videos_listed_by_category on videos (category, published_at desc, id desc)
  where visibility = 'public' and playable and deleted_at is null and category is not null;
create index videos_listed_by_category_and_views on videos (category, views desc, id desc)
  where visibility = 'public' and playable and deleted_at is null and category is not null;

-- By which tags a video is found: `key` is a tag as tags are compared, `label` as it was written.
create table video_tags (
  video_id text not null references videos (id),
  key text not null,
  label text not null,
  primary key (video_id, key)
);
create index video_tags_key on video_tags (key text_pattern_ops, video_id);
-- The tags that video_tags tells of. Those of a release that knows nothing of it are found by the difference.
alter table videos add column indexed_tags text[] not null default '{}';
create index videos_unindexed on videos (id) where tags is distinct from indexed_tags;
