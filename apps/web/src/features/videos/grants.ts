import type { Grant } from '@kinora/sdk';

const SLOT = 'kinora.grants';

type Kept = Record<string, Grant>;

/** What passwords have opened in this browser and is not over. */
export function readGrant(videoId: string): string | undefined {
  return readAll()[videoId]?.grant;
}

export function keepGrant(videoId: string, grant: Grant): void {
  write({ ...readAll(), [videoId]: grant });
}

export function dropGrant(videoId: string): void {
  const { [videoId]: gone, ...rest } = readAll();
  if (gone) write(rest);
}

function write(kept: Kept): void {
  localStorage.setItem(SLOT, JSON.stringify(kept));
}

function readAll(): Kept {
  const now = Date.now();
  try {
    const kept = JSON.parse(localStorage.getItem(SLOT) ?? '{}') as Kept;
    return Object.fromEntries(Object.entries(kept).filter(([, { expiresAt }]) => Date.parse(expiresAt) > now));
  } catch {
    // Somebody else wrote there: the password is asked for again.
    return {};
  }
}
