import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 50;

/**
 * Asks until `ask` answers something that is neither undefined nor false; what it throws counts as "not yet". After the
 * deadline rejects with what was waited for and the last error.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  options: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const { timeoutMs = 20_000, everyMs = EVERY_MS } = options;
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms in vain: ${what}.`, last === undefined ? undefined : { cause: last });
    }
    await delay(everyMs);
  }
}
