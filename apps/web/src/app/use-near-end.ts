import { type RefObject, useEffect, useRef } from 'react';

/** Calls when the element comes near the window: lists go on by themselves. */
export function useNearEnd(more: () => void, wanted: boolean): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    const element = ref.current;
    if (!element || !wanted) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: '900px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [wanted]);
  return ref;
}
