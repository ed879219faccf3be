export type Theme = 'system' | 'dark' | 'light';

const KEY = 'kinora.theme';

export function chosenTheme(): Theme {
  const saved = localStorage.getItem(KEY);
  return saved === 'dark' || saved === 'light' ? saved : 'system';
}

/** Applied by the script that also runs before the first paint. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  dispatchEvent(new Event('kinora:theme'));
}
