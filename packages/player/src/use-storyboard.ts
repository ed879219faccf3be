import { useEffect, useState } from 'react';
import { parseStoryboard, type StoryboardFrame } from './storyboard.ts';

/** Read when first wanted, and again when the address changes (a growing film has a growing storyboard). */
export function useStoryboard(url: string | null, wanted = true): StoryboardFrame[] {
  const [frames, setFrames] = useState<StoryboardFrame[]>([]);
  useEffect(() => {
    if (!url || !wanted) return;
    const abort = new AbortController();
    const read = async () => {
      const response = await fetch(url, { signal: abort.signal });
      if (response.ok) setFrames(parseStoryboard(await response.text(), new URL(url, location.href).href));
    };
    // Without frames, times and titles are still shown.
    read().catch(() => {});
    return () => abort.abort();
  }, [url, wanted]);
  return frames;
}
