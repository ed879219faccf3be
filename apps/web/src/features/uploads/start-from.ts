import type { VideoSettings } from '@kinora/sdk';
import { useSyncExternalStore } from 'react';

/** What new drafts begin with, as it is chosen on the page of uploads. It holds for this visit. */
export interface StartFrom {
  /** `last`, or the id of a template. */
  choice: string;
  settings: VideoSettings;
}

let chosen: StartFrom | null = null;
const listeners = new Set<() => void>();

export const readStartFrom = (): StartFrom | null => chosen;

export function setStartFrom(next: StartFrom | null): void {
  chosen = next;
  for (const listener of listeners) listener();
}

export function useStartFrom(): StartFrom | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, readStartFrom);
}
