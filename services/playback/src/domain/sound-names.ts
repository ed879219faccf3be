import { nameOfLanguage } from './name-of-language.ts';

/** What players list of a sound. */
export interface SoundName {
  /** Unique among the sounds of its film. */
  name: string;
  /** BCP 47; empty where the file does not say. */
  language: string;
}

/** The file's own name of each, else its language in its own words, else its number. */
export function soundNames(sounds: readonly { language: string; title: string }[]): SoundName[] {
  const names = new Set<string>();
  return sounds.map(({ language: code, title }, position) => {
    const language = canonical(code);
    const wanted =
      title || (language ? nameOfLanguage(language) : sounds.length === 1 ? 'Original' : `${position + 1}`);
    const name = names.has(wanted) ? `${wanted} (${position + 1})` : wanted;
    names.add(name);
    return { name, language };
  });
}

/** Files have ISO 639-2, also its older codes: `ger` is `de`. */
function canonical(code: string): string {
  try {
    return Intl.getCanonicalLocales(code)[0] ?? '';
  } catch {
    return '';
  }
}
