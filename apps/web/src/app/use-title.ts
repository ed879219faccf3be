import { useEffect } from 'react';
import { instanceLooks } from './instance.ts';

const listeners = new Set<(title: string) => void>();

/** Names the page in the tab, and to screen readers when it changes. */
export function useTitle(title: string | null | undefined): void {
  useEffect(() => {
    if (!title) return;
    document.title = `${title} · ${instanceLooks.get().name}`;
    for (const listener of listeners) listener(title);
  }, [title]);
}

export function onTitle(listener: (title: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
