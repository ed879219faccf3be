/** In its own words: `Deutsch`, `português (Brasil)`. */
export function nameOfLanguage(language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  } catch {
    // Only a tag that no release of ours writes.
    return language;
  }
}
