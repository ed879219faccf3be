-- Videos that are becoming another account's: their room counts to that one as soon as it says yes. Rows go as the videos
-- arrive; what nobody carried through lapses.
create table hand_overs (
  id text not null,
  video_id text not null,
  account_id text not null,
  from_account_id text not null,
  until timestamptz not null,
  primary key (id, video_id)
);
create index hand_overs_account on hand_overs (account_id);
create index hand_overs_video on hand_overs (video_id);
create index hand_overs_until on hand_overs (until);
