import { isShown, type KeptRanges, shownTime, wholeTime } from '@kinora/media';

export const MOST_CARDS = 5;
export const MOST_END_VIDEOS = 2;

/** Something that is pointed out while a film plays: another video, or its own channel where none is named. */
export interface Card {
  startMs: number;
  videoId: string | null;
}

/** What is offered at the end of a film. */
export interface EndScreen {
  /** Chosen ones, in their order. */
  videoIds: string[];
  /** Also the newest one of the channel. */
  newest: boolean;
  /** Also the channel itself. */
  channel: boolean;
}

/** The videos that they lead to, each once. */
export function targetsOf(cards: readonly Card[], end: EndScreen | null): string[] {
  const named = [...cards.map(({ videoId }) => videoId), ...(end?.videoIds ?? [])];
  return [...new Set(named.filter((id) => id !== null))];
}

type Kept = KeptRanges | null;

/** Where they are in what is shown of a film; those of what is cut out are left out. */
export function shownCards(cards: readonly Card[], kept: Kept): Card[] {
  if (!kept) return [...cards];
  return cards
    .filter(({ startMs }) => isShown(kept, startMs))
    .map((card) => ({ ...card, startMs: shownTime(kept, card.startMs) }));
}

/** The way back, with those that `before` has for what is cut out: they are there again when the original is. */
export function wholeCards(shown: readonly Card[], kept: Kept, before: readonly Card[]): Card[] {
  if (!kept) return [...shown];
  const hidden = before.filter(({ startMs }) => !isShown(kept, startMs));
  const moved = shown.map((card) => ({ ...card, startMs: wholeTime(kept, card.startMs) }));
  return [...hidden, ...moved].sort((a, b) => a.startMs - b.startMs);
}
