import { useEffect } from 'react';
import { loadMessages } from '../../app/messages.ts';

const LATER_MS = 1000;

let asked = false;

/**
 * Whoever sees cards is going to open one: the page of a video, and its player, are loaded when the browser has nothing else
 * to do, so that nothing but the video itself is waited for after the click. Not for visitors who save data.
 */
export function useReadyWatchPage(): void {
  useEffect(() => {
    if (asked || savesData()) return;
    asked = true;
    const load = () => {
      // Only a head start: who opens a video asks again and hears of a failure.
      Promise.all([import('../playback/watch-page.tsx'), loadMessages()]).catch(() => {
        asked = false;
      });
    };
    // After the pictures of what is there; Safari has no idle callbacks.
    setTimeout(() => (typeof requestIdleCallback === 'function' ? requestIdleCallback(load) : load()), LATER_MS);
  }, []);
}

function savesData(): boolean {
  return (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData === true;
}
