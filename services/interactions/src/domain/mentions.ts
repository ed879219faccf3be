/** More are not looked up: whoever is named further down is not told. */
export const MOST_MENTIONS = 10;

/** As handles of channels are written; the last sign is none that ends a sentence. */
const MENTION = /(?<![\p{L}\p{N}@./_-])@([\p{L}\p{N}][\p{L}\p{N}._-]{1,28}[\p{L}\p{N}])/gu;

export interface Mention {
  /** As it is written in the text, without the @. */
  handle: string;
  channelId: string;
  accountId: string;
}

export const handleKey = (handle: string): string => handle.normalize('NFKC').toLowerCase();

/** Handles that a text names, each once, in their order. */
export function handlesIn(text: string): string[] {
  const found = new Map<string, string>();
  for (const [, handle = ''] of text.matchAll(MENTION)) {
    if (!found.has(handleKey(handle))) found.set(handleKey(handle), handle);
    if (found.size === MOST_MENTIONS) break;
  }
  return [...found.values()];
}
