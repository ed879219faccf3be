import { useTranslations } from 'use-intl';

/** What went wrong on the way back from a provider, from the code in the page's address. */
export function useProblem(code: string | undefined): string | undefined {
  const t = useTranslations('errors');
  if (!code) return undefined;
  const key = code as Parameters<typeof t>[0];
  return t.has(key) ? t(key, { seconds: 60, minutes: 1 }) : t('unknown');
}
