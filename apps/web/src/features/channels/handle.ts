const LONGEST = 30;

export function isHandle(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,28}[\p{L}\p{N}]$/u.test(text);
}

/** A handle as somebody might choose it: `Harbour Stories` is harbour-stories, `ハーバー` stays. Empty when nothing is left. */
export function handleFrom(name: string): string {
  const plain = name
    .normalize('NFD')
    // Accents of Latin letters; in other scripts marks are part of the word.
    .replaceAll(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, LONGEST)
    .replaceAll(/^-+|-+$/g, '');
  return isHandle(plain) ? plain : '';
}
