-- A rendition that was left out is offered to nobody; whoever watches it may go on until then.
alter table renditions add column left_out_until timestamptz;
