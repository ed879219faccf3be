const SHORTEST_PASSWORD = 10;

/** How many characters a new password still needs. */
export function missingCharacters(password: string): number {
  return Math.max(0, SHORTEST_PASSWORD - [...password].length);
}
