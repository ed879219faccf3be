import type { RouteRequest } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';

type Raw = RouteRequest<'own-token', never, never, never>['raw'];

/**
 * Where the caller found this site. Anybody may write what they like into Host: only what an administrator sends is
 * believed, and kept for the links in mail.
 */
export function originOf(context: IdentityContext, raw: Raw): string {
  return context.app.publicUrl ?? `${raw.protocol}://${raw.host}`;
}
