/** RFC 3339, of milliseconds since 1970. */
export function toTime(ms: bigint | undefined): string | null {
  return ms === undefined ? null : new Date(Number(ms)).toISOString();
}
