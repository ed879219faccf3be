/** 3 to 30 letters, digits, dots, hyphens and underscores, beginning and ending with a letter or digit. */
export const HANDLE_PATTERN = /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]{1,28})[\p{L}\p{N}]$/u;

/** Two handles that look the same are the same: case and compatibility forms are folded. */
export function handleKey(handle: string): string {
  return handle.normalize('NFKC').toLowerCase();
}

/** A handle from a name, or a neutral one where the name has no usable letters. */
export function suggestHandle(name: string): string {
  const bare = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '');
  return HANDLE_PATTERN.test(bare) ? bare : `${bare || 'channel'}-channel`.slice(0, 24);
}
