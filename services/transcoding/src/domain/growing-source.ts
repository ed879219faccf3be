import { PASSTHROUGH_REFUSED } from './passthrough-refused.ts';

/** What the first bytes of a file decide: the rest of it would change nothing, so nobody need send it. */
const SURE = new Set([
  'unknown_container',
  'playlist_refused',
  'text_refused',
  'image_refused',
  'archive_refused',
  'empty_file',
  'encrypted',
  'too_many_streams',
  'too_long',
  'too_many_frames',
  'picture_too_large',
  'unsupported_codec',
  // Of packets that were seen: the file goes on, in another edition.
  PASSTHROUGH_REFUSED,
]);

/** Whether a failure would be the same with the whole file. */
export function isSureFromPart(code: string): boolean {
  return SURE.has(code);
}
