-- A film has as many sounds as its file: tracks are no longer a fixed pair.
alter table segments drop constraint segments_track_check;
alter table segments add constraint segments_track_check check (track ~ '^(source|audio[0-9]?)$');
alter table jobs drop column audio_segments;
