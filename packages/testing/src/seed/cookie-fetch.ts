import type { Fetch } from '@kinora/sdk';

export interface CookieJar {
  cookies: Map<string, string>;
}

/** A fetch that behaves like a page of `origin`: keeps cookies and says where it comes from. */
export function cookieFetch(origin: string, jar: CookieJar = { cookies: new Map() }): Fetch {
  return async (input, init = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('origin')) headers.set('origin', origin);
    if (jar.cookies.size > 0)
      headers.set('cookie', [...jar.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '') jar.cookies.delete(pair.slice(0, at));
      else jar.cookies.set(pair.slice(0, at), value);
    }
    return response;
  };
}
