create table notes (id text primary key, text text not null, version bigint not null);
