import type { RouteRequest } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { isSameOrigin, readSessionCookie, sessionCookie } from '../domain/cookie.ts';
import { identityErrors } from '../errors.ts';

type Raw = Pick<RouteRequest<'own-token', never, never, never>, 'raw' | 'reply'>;

export function isSecure(context: IdentityContext, { raw }: Pick<Raw, 'raw'>): boolean {
  return context.app.publicUrl ? context.app.publicUrl.startsWith('https:') : raw.protocol === 'https';
}

export function setSessionCookie(context: IdentityContext, request: Raw, token: string): void {
  request.reply.header('set-cookie', sessionCookieFor(context, request, token));
}

export function sessionCookieFor(context: IdentityContext, request: Pick<Raw, 'raw'>, token: string): string {
  return sessionCookie(token, { secure: isSecure(context, request), maxAgeS: context.config.SESSION_DAYS * 86_400 });
}

export function clearSessionCookie(context: IdentityContext, request: Raw): void {
  request.reply.header('set-cookie', sessionCookie('', { secure: isSecure(context, request), maxAgeS: 0 }));
}

export function sessionTokenOf(context: IdentityContext, request: Pick<Raw, 'raw'>): string | undefined {
  return readSessionCookie(request.raw.headers.cookie, isSecure(context, request));
}

/** Throws `identity.wrong_origin` unless a page of ours sent the request. */
export function assertSameOrigin(context: IdentityContext, { raw }: Pick<Raw, 'raw'>): void {
  const { origin } = raw.headers;
  const site = raw.headers['sec-fetch-site'];
  const same = isSameOrigin({
    ...(origin === undefined ? {} : { origin }),
    host: raw.host,
    ...(typeof site === 'string' ? { secFetchSite: site } : {}),
    ...(context.app.publicUrl ? { publicUrl: context.app.publicUrl } : {}),
  });
  if (!same) throw identityErrors.wrong_origin();
}
