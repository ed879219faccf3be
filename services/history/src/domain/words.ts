const fold = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Whether a title has all words, or beginnings of words, in any case and with any marks. */
export function holdsWords(title: string, words: string): boolean {
  const within = fold(title);
  return fold(words)
    .split(/\s+/)
    .every((word) => within.includes(word));
}
