import type { KeyValue } from './resume-position.ts';

const forgetful: KeyValue = { getItem: () => null, setItem: () => {} };

/** localStorage, or nothing that lasts where the browser forbids it: in frames on pages of others. */
export function pageStorage(): KeyValue {
  try {
    return localStorage;
  } catch {
    return forgetful;
  }
}
