import { useEffect, useState } from 'react';

/** Milliseconds until a time, never below 0; told once a second. */
export function useLeft(time: string, now: () => number): number {
  const [leftMs, setLeft] = useState(() => untilTime(time, now));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const left = untilTime(time, now);
      setLeft(left);
      // At the change of the second that is shown.
      if (left > 0) timer = setTimeout(tick, left % 1000 || 1000);
    };
    tick();
    return () => clearTimeout(timer);
  }, [time, now]);
  return leftMs;
}

function untilTime(time: string, now: () => number): number {
  return Math.max(0, Date.parse(time) - now());
}
