-- When it was published elsewhere before: a film that is brought along keeps its date.
alter table videos add column original_date timestamptz;
