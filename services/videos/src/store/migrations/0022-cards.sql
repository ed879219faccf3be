-- What is pointed out while a video plays and at its end, in times of the whole film; null: nothing.
alter table videos add column cards jsonb;
alter table videos add column end_screen jsonb;
