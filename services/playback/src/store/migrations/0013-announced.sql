-- A premiere that is still to come: its picture is for everybody, the film for nobody yet.
alter table videos add column announced boolean not null default false;
