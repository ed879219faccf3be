-- A film may have several sounds: what language each is in, what its file calls it, and how loud it is (EBU R 128, LUFS).
alter table renditions add column language text not null default '';
alter table renditions add column title text not null default '';
alter table renditions add column loudness_lufs real;
