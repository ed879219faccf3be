import { useCallback, useEffect, useRef, useState } from 'react';

const IDLE_MS = 2800;

/** Whether the person has been still for a while; `stir` says that they were not. */
export function useIdle(): { idle: boolean; stir: () => void; rest: () => void } {
  const [idle, setIdle] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const rest = useCallback(() => {
    clearTimeout(timer.current);
    setIdle(true);
  }, []);
  const stir = useCallback(() => {
    clearTimeout(timer.current);
    setIdle(false);
    timer.current = setTimeout(rest, IDLE_MS);
  }, [rest]);
  useEffect(() => {
    stir();
    return () => clearTimeout(timer.current);
  }, [stir]);
  return { idle, stir, rest };
}
