/** `0:07`, `12:27`, `1:02:03`; as wide as the longest time beside it needs. */
export function formatTime(seconds: number, longestS = seconds): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const s = `${whole % 60}`.padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (!(Math.max(Number.isFinite(longestS) ? longestS : 0, whole) >= 3600)) return `${minutes}:${s}`;
  return `${Math.floor(minutes / 60)}:${`${minutes % 60}`.padStart(2, '0')}:${s}`;
}

/**
 * `12:27`, or `0:42+` of a film that arrives and has not said how long it is: a transport stream, or a recording that was
 * broken off. No guess is made from the size of the file. Such files are recordings, whose bit rate follows the picture: a
 * slide that stood still at first would promise hours, and what is shown must not shrink while somebody watches.
 */
export function formatLength(seconds: number, { isKnown }: { isKnown: boolean }): string {
  return `${formatTime(seconds)}${isKnown ? '' : '+'}`;
}

/** Reads `90`, `90s`, `1m30s`, `1h2m3s`, `1:30` and `1:02:03`; null for anything else. */
export function parseTime(text: string): number | null {
  const value = text.trim().toLowerCase();
  if (/^\d+(\.\d+)?s?$/.test(value)) return Number.parseFloat(value);
  const clock = /^(?:(\d+):)?(\d{1,3}):([0-5]\d)$/.exec(value);
  if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(value);
  if (!units || value === '') return null;
  return Number(units[1] ?? 0) * 3600 + Number(units[2] ?? 0) * 60 + Number(units[3] ?? 0);
}
