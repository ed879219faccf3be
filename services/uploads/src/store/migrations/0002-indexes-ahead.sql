-- The index of a film whose file has it at its end, sent ahead of it: where it lies in the file, and what it is.
alter table uploads add column index_offset_bytes bigint;
alter table uploads add column index_size_bytes integer;
alter table uploads add column index_sha256 text;
alter table uploads add column abandoned_because text;
-- Why nobody need send the rest: a sentence for who does.
alter table uploads add column refusal text;
