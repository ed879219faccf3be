export type AppKind = 'native' | 'tool';

const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(\/[^\s#]*)?$/;
/** RFC 8252 §7.1: a name that its holder owns, turned round, so that it has a dot. */
const PRIVATE_SCHEME = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\/[^\s#]*$/;

/** What an app may be registered with. Fragments and names of users are none of it (RFC 6749 §3.1.2). */
export function mayBeRedirectUri(uri: string, kind: AppKind): boolean {
  if (kind === 'native' && (LOOPBACK.test(uri) || PRIVATE_SCHEME.test(uri))) return true;
  const url = URL.parse(uri);
  if (!url || /[\s#\\]/.test(uri) || url.username !== '' || url.password !== '') return false;
  // Tools of a community may live beside it in a network without certificates.
  return url.protocol === 'https:' || (kind === 'tool' && url.protocol === 'http:');
}

/** Letter by letter; but a native app takes whatever port is free on its own machine (RFC 8252 §7.3). */
export function matchesRedirectUri(given: string, registered: readonly string[], kind: AppKind): boolean {
  if (registered.includes(given)) return true;
  if (kind !== 'native') return false;
  const wanted = withoutPort(given);
  return wanted !== undefined && registered.some((uri) => withoutPort(uri) === wanted);
}

function withoutPort(uri: string): string | undefined {
  const [, origin, rest = '/'] = LOOPBACK.exec(uri) ?? [];
  return origin && `${origin}${rest}`;
}
