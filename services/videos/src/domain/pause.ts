/** Why nothing is done about a film just now, for its owner. All of it goes on by itself. */
const PAUSES: Record<string, string> = {
  storage_full: 'The storage of this site is full. Processing goes on by itself when there is room again.',
  worker_full: 'The disk of the machine that processes films is full. It goes on by itself when there is room again.',
};

/** @param code empty while it goes on. */
export function describePause(code: string): { code: string; message: string } | null {
  return code === '' ? null : { code, message: PAUSES[code] ?? 'Processing waits. It goes on by itself.' };
}
