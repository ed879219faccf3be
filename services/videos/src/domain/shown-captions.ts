import { type Cue, type KeptRanges, parseCaptions, showCues, wholeCues, writeCaptions } from '@kinora/media';

/** A file of captions in times of what is shown of the film. Nothing may be left of it. */
export function showCaptions(file: Uint8Array, kept: KeptRanges): Buffer {
  return Buffer.from(writeCaptions(showCues(parseCaptions(textOf(file)), kept)));
}

/** The way back, for captions that somebody wrote; `before` are those that they replace. */
export function captionsOfWhole(shown: readonly Cue[], kept: KeptRanges, before: Uint8Array | undefined): Cue[] {
  return wholeCues(shown, kept, before ? parseCaptions(textOf(before)) : []);
}

function textOf(file: Uint8Array): string {
  return new TextDecoder().decode(file);
}
