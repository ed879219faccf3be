import { hasBlockedWord } from './blocked-words.ts';

export const HOLDS = ['nothing', 'links', 'everything'] as const;
/** Which comments wait until somebody lets them through. */
export type Hold = (typeof HOLDS)[number];
export type HoldReason = 'word' | 'link' | 'everything';

const LINK =
  /\b(?:https?:\/\/|www\.)\S|\b[\p{L}\p{N}-]+\.(?:com|net|org|info|biz|io|me|ru|cn|xyz|top|shop|link|site|online)\b/iu;

/** Why a comment has to wait; null: it need not. */
export function holdReason(text: string, settings: { hold: Hold; blockedWords: readonly string[] }): HoldReason | null {
  if (hasBlockedWord(text, settings.blockedWords)) return 'word';
  if (settings.hold === 'everything') return 'everything';
  return settings.hold === 'links' && LINK.test(text) ? 'link' : null;
}
