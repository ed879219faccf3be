import { useSyncExternalStore } from 'react';

const KEY = 'kinora.adult';
const listeners = new Set<() => void>();
let adult = read();

/** A frame on a page of somebody else may have no storage: then the answer lasts as long as the page. */
function read(): boolean {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
}

/** Whether whoever uses this browser has said that they are 18 or older. */
export function useAdult(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => adult,
  );
}

export function confirmAdult(): void {
  adult = true;
  try {
    localStorage.setItem(KEY, '1');
  } catch {
    // It is asked again the next time.
  }
  for (const listener of listeners) listener();
}
