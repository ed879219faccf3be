/** Offered by name; any other is named by its tag. */
const OFFERED =
  'ar bn bg ca zh-Hans zh-Hant hr cs da nl en et fi fr de el he hi hu id it ja ko lv lt ms nb fa pl pt pt-BR ro ru sr sk sl es es-419 sv sw th tr uk ur vi'.split(
    ' ',
  );

/** In words of the person who reads: `German`, `Portuguese (Brazil)`; the tag itself where there are none. */
export function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Sorted as people of this language sort. */
export function offeredLanguages(locale: string): { tag: string; name: string }[] {
  const { compare } = new Intl.Collator(locale);
  return OFFERED.map((tag) => ({ tag, name: languageName(tag, locale) })).sort((a, b) => compare(a.name, b.name));
}

/** Canonical, or null for what is no BCP 47 tag. */
export function canonicalTag(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text.trim())[0] ?? null;
  } catch {
    return null;
  }
}
