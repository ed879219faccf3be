-- Nobody else sees it: its owner is about to leave, whatever its visibility says.
alter table videos add column withheld boolean not null default false;

-- Owners whose videos are to be withheld, shown again or deleted, until all of them are.
create table departing_owners (
  account_id text primary key,
  wanted text not null check (wanted in ('withheld', 'shown', 'deleted'))
);
