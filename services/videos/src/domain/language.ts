/** A BCP 47 tag in canonical form (`en-us` is `en-US`), or undefined when it is none. */
export function parseLanguage(tag: string): string | undefined {
  if (!/^[A-Za-z0-9-]{2,35}$/.test(tag)) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
