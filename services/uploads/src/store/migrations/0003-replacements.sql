-- The video plays: this file is to take the place of the one that it was made of.
alter table uploads add column replaces boolean not null default false;
