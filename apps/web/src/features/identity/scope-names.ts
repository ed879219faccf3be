import type { Scope } from '@kinora/sdk';
import { useFormatter, useTranslations } from 'use-intl';

/** Beside those that open something, apps ask to learn who somebody is. */
export type NamedScope = Scope | 'openid' | 'profile' | 'email';

/** What scopes mean, in the person's words. */
export function useScopeNames() {
  const t = useTranslations('tokens');
  const format = useFormatter();
  return {
    /** In a line. */
    short: (scopes: readonly NamedScope[]) => format.list(scopes.map((scope) => t(`short.${scope}`))),
    /** A sentence. */
    long: (scope: NamedScope) => t(`scopes.${scope}`),
  };
}
