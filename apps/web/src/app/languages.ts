/** As their speakers call them. The script that runs before the first paint knows the same ones. */
export const LANGUAGES = [
  { code: 'en', name: 'English' },
  { code: 'ar', name: 'العربية' },
  { code: 'ja', name: '日本語' },
] as const;

export type Language = (typeof LANGUAGES)[number]['code'];

const KEY = 'kinora.language';

/** The page's own: chosen here, or the first of the browser's that there is. */
export function pageLanguage(): Language {
  return LANGUAGES.find(({ code }) => code === document.documentElement.lang)?.code ?? 'en';
}

/** The browser's own preference counts again. */
export function forgetLanguage(): void {
  localStorage.removeItem(KEY);
  dispatchEvent(new Event('kinora:language'));
}

/** Remembered by this browser; the script that also runs before the first paint turns the page around. */
export function rememberLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  dispatchEvent(new Event('kinora:language'));
}
