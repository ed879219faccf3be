import { nameOfLanguage } from './name-of-language.ts';

export interface NamedSound<Sound> {
  sound: Sound;
  /** Unique among the sounds of its film. */
  label: string;
  /** BCP 47; empty where the file does not say. */
  language: string;
}

/** The file's own name of each, else its language in its own words, else its number. */
export function nameSounds<Sound extends { language: string; title: string }>(
  sounds: readonly Sound[],
): NamedSound<Sound>[] {
  const labels = new Set<string>();
  return sounds.map((sound, position) => {
    const language = canonical(sound.language);
    const wanted = sound.title || nameless(language, position, sounds.length);
    const label = labels.has(wanted) ? `${wanted} (${position + 1})` : wanted;
    labels.add(label);
    return { sound, label, language };
  });
}

function nameless(language: string, position: number, count: number): string {
  if (language) return nameOfLanguage(language);
  return count === 1 ? 'Original' : `${position + 1}`;
}

/** Files have ISO 639-2, also its older codes: `ger` is `de`. */
function canonical(code: string): string {
  try {
    return Intl.getCanonicalLocales(code)[0] ?? '';
  } catch {
    return '';
  }
}
