-- Channels that were deleted, so that nothing is put into one afterwards and what is there leaves.
create table closed_channels (
  channel_id text primary key,
  -- Where its videos go; null when they are deleted.
  videos_to text,
  emptied_at timestamptz
);
create index closed_channels_full on closed_channels (channel_id) where emptied_at is null;
-- What leaves a channel, and what its page in the studio lists.
create index videos_by_channel on videos (channel_id, id) where deleted_at is null;
