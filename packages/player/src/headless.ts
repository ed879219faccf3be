/** What pages use without loading a player. */
export type { PlayerChapter } from './chapters.ts';
export type { KeyValue, Timeline } from './resume-position.ts';
export { resumePosition, watchedShare } from './resume-position.ts';
export type { StoryboardFrame } from './storyboard.ts';
export { frameAt, parseStoryboard } from './storyboard.ts';
export { formatLength, formatTime, parseTime } from './time.ts';
export { useStoryboard } from './use-storyboard.ts';
