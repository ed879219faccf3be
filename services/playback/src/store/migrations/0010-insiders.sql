-- Accounts that watch what the owner may: they help with the channel.
alter table videos add column insiders text[] not null default '{}';
