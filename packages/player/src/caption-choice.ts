import type { KeyValue } from './resume-position.ts';

export interface CaptionTrackInfo {
  /** BCP 47. */
  language: string;
  label: string;
}

/** What this browser remembers: captions wanted or not, and the language that was chosen last. */
export interface CaptionWish {
  on: boolean;
  language: string | null;
}

const KEY = 'kinora.captions';

export function readWish(storage: Pick<KeyValue, 'getItem'>): CaptionWish | null {
  try {
    const saved: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (typeof saved !== 'object' || saved === null || !('on' in saved)) return null;
    const language = 'language' in saved && typeof saved.language === 'string' ? saved.language : null;
    return { on: saved.on === true, language };
  } catch {
    // What somebody else wrote there is no wish.
    return null;
  }
}

export function saveWish(storage: Pick<KeyValue, 'setItem'>, wish: CaptionWish): void {
  storage.setItem(KEY, JSON.stringify(wish));
}

/**
 * The track to show, by its place, or -1. Without a wish it is the default that the creator set, if there is one. Who wants
 * captions gets them in the language chosen last, else in one that the browser prefers, else whatever there is.
 */
export function chooseCaptions(
  tracks: readonly CaptionTrackInfo[],
  options: { wish: CaptionWish | null; defaultLanguage: string | null; preferred: readonly string[] },
): number {
  const { wish, defaultLanguage, preferred } = options;
  const byDefault = tracks.findIndex(({ language }) => language === defaultLanguage);
  if (!wish) return byDefault;
  if (!wish.on) return -1;
  for (const language of [...(wish.language ? [wish.language] : []), ...preferred]) {
    const found = matching(tracks, language);
    if (found !== -1) return found;
  }
  return byDefault === -1 && tracks.length > 0 ? 0 : byDefault;
}

function matching(tracks: readonly CaptionTrackInfo[], wanted: string): number {
  const lower = wanted.toLowerCase();
  const exact = tracks.findIndex(({ language }) => language.toLowerCase() === lower);
  if (exact !== -1) return exact;
  const base = (tag: string) => tag.toLowerCase().split('-')[0];
  return tracks.findIndex(({ language }) => base(language) === base(wanted));
}
