-- Null: as the environment says.
alter table instance alter column name drop not null, alter column name drop default;
update instance set name = null where name = 'Kinora';
