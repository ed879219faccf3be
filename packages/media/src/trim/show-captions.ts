import { parseCaptions } from '../captions/parse-captions.ts';
import { writeCaptions } from '../captions/write-captions.ts';
import { type KeptRanges, showCues } from './shown-time.ts';

/**
 * A file of captions in times of what is shown of the film, as WebVTT of our own; nothing may be left of it.
 * @param kept in milliseconds. Throws `CaptionError`.
 */
export function showCaptions(text: string, kept: KeptRanges): string {
  return writeCaptions(showCues(parseCaptions(text), kept));
}
