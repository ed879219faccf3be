-- A chunk that could not be encoded: its part of the film is shown as a still picture, and this is why.
alter table tasks add column quarantine_code text;
alter table tasks add column quarantine_message text;
