export interface RelyingParty {
  /** The domain that passkeys are bound to. */
  id: string;
  origin: string;
}

/**
 * Whom a passkey is for (WebAuthn Level 2 §5.1.3): PUBLIC_URL alone, or this machine by its own name, as anybody may write
 * what they like into Host. Undefined where browsers offer none: without https, or at a bare address.
 */
export function relyingParty(publicUrl: string | undefined, found: string): RelyingParty | undefined {
  const url = URL.parse(publicUrl ?? found);
  if (!url) return undefined;
  const { hostname: id, origin, protocol } = url;
  const isHere = id === 'localhost' || id.endsWith('.localhost');
  if (isHere) return { id, origin };
  if (publicUrl === undefined || protocol !== 'https:' || isBareAddress(id)) return undefined;
  return { id, origin };
}

/** As WHATWG URLs write them: IPv4 in whatever notation is four numbers by then. */
function isBareAddress(hostname: string): boolean {
  return /^[\d.]+$|^\[/.test(hostname);
}
