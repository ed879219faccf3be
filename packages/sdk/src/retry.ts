import { ApiError, ConnectionError } from './api-error.ts';

/**
 * Whether asking again can help: no answer, wrong offset (409), a locked resource (423), too busy, or a server's own
 * fault, a full disk (507) included.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  if (!(error instanceof ApiError)) return false;
  return [408, 409, 423, 425, 429].includes(error.status) || error.status >= 500;
}

/** Doubles from 500 ms to 15 s with ±20 % jitter, and never less than the server asked for. */
export function retryDelayMs(failures: number, error: unknown, random: () => number = Math.random): number {
  const base = Math.min(15_000, 500 * 2 ** failures);
  const asked = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.round(base * (0.8 + 0.4 * random())));
}
