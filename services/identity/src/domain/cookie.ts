const NAME_SECURE = '__Host-kinora';
const NAME_PLAIN = 'kinora';

/** Under https the cookie is bound to the host and Secure; plain HTTP on a LAN cannot have that. */
export function sessionCookie(token: string, options: { secure: boolean; maxAgeS: number }): string {
  const name = options.secure ? NAME_SECURE : NAME_PLAIN;
  return `${name}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${options.maxAgeS}${options.secure ? '; Secure' : ''}`;
}

export function readSessionCookie(header: string | undefined, secure: boolean): string | undefined {
  const name = secure ? NAME_SECURE : NAME_PLAIN;
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return undefined;
}

/**
 * A mutation by cookie must come from a page of ours: browsers send Origin with every POST; without it (old or foreign
 * clients) Sec-Fetch-Site decides, and without both it is refused.
 */
export function isSameOrigin(headers: {
  origin?: string;
  host?: string;
  secFetchSite?: string;
  publicUrl?: string;
}): boolean {
  const { origin, host, secFetchSite, publicUrl } = headers;
  if (origin === undefined) return secFetchSite === 'same-origin';
  if (publicUrl && origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
}
