import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import type { originOf } from './origin-of.ts';
import { accessTo, providerCookie, redirectUri } from './provider-schemas.ts';

/** Where to send a browser; `cookie` goes with the answer. Throws `provider_not_found` or `provider_unreachable`. */
export async function leaveToProvider(
  context: IdentityContext,
  attempt: { providerId: string; accountId: string | null; next: string; raw: Parameters<typeof originOf>[1] },
): Promise<{ url: string; cookie: string }> {
  const { providerId, accountId, next, raw } = attempt;
  const provider = await context.providers.find(providerId);
  if (!provider) throw identityErrors.provider_not_found();
  const way = await context.providerClient
    .leave(accessTo(context, provider), { scopes: provider.scopes, redirectUri: redirectUri(context, raw) })
    .catch((cause: unknown) => {
      throw identityErrors.provider_unreachable({ cause });
    });
  const { url, ...secrets } = way;
  const browser = await context.providers.leave({ ...secrets, provider_id: providerId, account_id: accountId, next });
  return { url, cookie: providerCookie(context, raw, browser) };
}
