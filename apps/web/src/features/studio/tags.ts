export const MOST_TAGS = 20;
export const LONGEST_TAG = 40;

/** Adds what was written, split at commas; no tag twice, whatever its case, and none too long or too many. */
export function withTags(tags: readonly string[], written: string): string[] {
  const all = [...tags];
  for (const part of written.split(/[,\n]/)) {
    const tag = part.trim().replace(/^#+/, '').replaceAll(/\s+/g, ' ').trim();
    const known = all.some((one) => one.toLocaleLowerCase() === tag.toLocaleLowerCase());
    if (tag !== '' && !known && [...tag].length <= LONGEST_TAG && all.length < MOST_TAGS) all.push(tag);
  }
  return all;
}
