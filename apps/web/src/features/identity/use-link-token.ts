import { useState } from 'react';

/**
 * The token of the link from a mail. It stands behind the `#`, which no server is told, and leaves the address bar at
 * once: what stays there is remembered, shown and shared.
 */
export function useLinkToken(): string {
  const [token] = useState(() => {
    const found = location.hash.slice(1);
    if (found !== '') history.replaceState(history.state, '', location.pathname + location.search);
    return found;
  });
  return token;
}
