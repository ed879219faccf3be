/** The form in which tags are compared: `Sea  Ice`, `ＳＥＡ ice` and `sea ice` are one. */
export function tagKey(tag: string): string {
  const lower = tag.normalize('NFKC').toLowerCase().normalize('NFKC');
  return lower.replaceAll(/\s+/g, ' ').trim();
}
