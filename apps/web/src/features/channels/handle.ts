const LONGEST = 30;

export function isHandle(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{1,28}[A-Za-z0-9]$/.test(text);
}

/** A handle as somebody might choose it: `Harbour Stories` is harbour-stories. Empty when nothing is left. */
export function handleFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replaceAll(/^-+|-+$/g, '');
  return isHandle(plain) ? plain : '';
}
