import { ApiError, ConnectionError } from '@kinora/sdk';
import { useTranslations } from 'use-intl';

/** What happened, in the person's words. Unknown codes show the server's own sentence. */
export function useDescribeError(): (error: unknown) => string {
  const t = useTranslations('errors');
  return (error) => {
    if (error instanceof ConnectionError) return t('connection');
    if (!(error instanceof ApiError)) return t('unknown');
    const seconds = Math.max(1, Math.ceil((error.retryAfterMs ?? 60_000) / 1000));
    const key = error.code as Parameters<typeof t>[0];
    if (t.has(key)) return t(key, { seconds, minutes: Math.ceil(seconds / 60) });
    if (error.status === 413) return t('uploads.too_large');
    if (error.status === 429) return t('busy', { seconds });
    if (error.status >= 500) return t('server');
    return error.detail || t('unknown');
  };
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 410);
}
