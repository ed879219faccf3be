/** One caption. Times are whole milliseconds from the first frame; `text` is WebVTT cue text as `rewriteCueText` writes it. */
export type Cue = {
  startMs: number;
  endMs: number;
  text: string;
  /** At the top of the picture, as around names that are part of it. All other placement is the player's. */
  top?: boolean;
};

/** Why a text was not accepted as captions. A closed list: callers switch over it. */
export type CaptionErrorCode =
  /** Longer than the limit, all of it or one caption. */
  | 'too-large'
  /** More captions than the limit. */
  | 'too-many'
  /** Neither WebVTT nor SubRip: there is no line with two times. */
  | 'not-captions'
  /** There are times and no words. */
  | 'empty';

export class CaptionError extends Error {
  override readonly name = 'CaptionError';
  readonly code: CaptionErrorCode;
  /** From 1, where it is about one line. */
  readonly line: number | undefined;

  constructor(code: CaptionErrorCode, message: string, line?: number) {
    super(message);
    this.code = code;
    this.line = line;
  }
}

/** A film of twelve hours with a caption every two seconds fits. */
export const MAX_CAPTION_CUES = 25_000;
export const MAX_CAPTION_CHARS = 4 * 2 ** 20;
/** Of words; with its tags and escapes a caption may have six times as many. */
export const MAX_CUE_CHARS = 2_000;
export const MAX_WRITTEN_CUE_CHARS = 6 * MAX_CUE_CHARS;
/** 99:59:59.999: later times fit no film. */
export const MAX_CUE_MS = 359_999_999;
/** A caption without a length of its own is shown for so long. */
export const SHORTEST_CUE_MS = 1_000;
