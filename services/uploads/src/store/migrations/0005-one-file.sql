-- Where in the upload the first byte of the extent's file lies. A new owner's file begins at 0, with a hole up to where it
-- took over: what older files hold moves into it when the upload is whole. Null: at start_bytes, as it was before.
alter table upload_extents add column file_start_bytes bigint;
