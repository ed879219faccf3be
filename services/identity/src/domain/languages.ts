export const LANGUAGES = ['ar', 'en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isRightToLeft = (language: Language) => language === 'ar';

/**
 * In which language a reader is written to: the one that they chose, else the one of the page in which they registered.
 */
export function readerLanguage(account: { language: string | null; page_language: string | null }): Language {
  return known(account.language) ?? known(account.page_language) ?? 'en';
}

/** The first of ours that an Accept-Language asks for (RFC 9110 §12.5.4), as pages send theirs; null where it asks for none. */
export function preferredLanguage(header: string | undefined): Language | null {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: known(range.split('-')[0] ?? ''), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return wanted[0]?.language ?? null;
}

function known(code: string | null): Language | undefined {
  return LANGUAGES.find((language) => language === code);
}
