/** What file choosers offer. */
export const CAPTION_FILES = '.vtt,.srt,text/vtt,application/x-subrip';
