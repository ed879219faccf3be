import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import type { ProviderAccess } from '../provider-client.ts';
import type { ProviderRow } from '../store/providers-store.ts';
import { originOf } from './origin-of.ts';
import { isSecure } from './session-cookies.ts';

export const CALLBACK_PATH = '/api/v1/login-providers/callback';
const COOKIE = 'kinora-provider';

export const providerSchema = z.object({ id: z.string(), name: z.string() });

/** As administrators see it; the secret is never answered. */
export const managedProviderSchema = providerSchema.extend({
  issuer: z.string(),
  clientId: z.string(),
  scopes: z.string(),
  makesAccounts: z.boolean(),
});

export function presentManagedProvider(row: ProviderRow): z.infer<typeof managedProviderSchema> {
  const { id, name, issuer, client_id: clientId, scopes, makes_accounts: makesAccounts } = row;
  return { id, name, issuer, clientId, scopes, makesAccounts };
}

export function accessTo(context: IdentityContext, row: ProviderRow): ProviderAccess {
  return { issuer: row.issuer, clientId: row.client_id, clientSecret: context.providers.secretOf(row) };
}

/** A place of this site; anything else is home. */
export function placeOfOurs(next: string | undefined): string {
  const home = 'http://site.invalid';
  const url = next?.startsWith('/') ? URL.parse(next, home) : null;
  return url?.origin === home && !next?.includes('\\') ? `${url.pathname}${url.search}${url.hash}` : '/';
}

type Raw = Parameters<typeof originOf>[1];

export function redirectUri(context: IdentityContext, raw: Raw): string {
  return `${originOf(context, raw)}${CALLBACK_PATH}`;
}

/** Lax: the way back is a navigation from the provider's page. */
export function providerCookie(context: IdentityContext, raw: Raw, value: string): string {
  const end = isSecure(context, { raw }) ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=${CALLBACK_PATH}; HttpOnly; SameSite=Lax; Max-Age=${value === '' ? 0 : 600}${end}`;
}

export function readProviderCookie(header: string | undefined): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(header ?? '')?.[1];
}
