import { useCallback, useEffect, useRef, useState } from 'react';

export type SaveStateName = 'idle' | 'waiting' | 'saving' | 'saved' | 'failed';

const AFTER_MS = 600;

export interface Autosave<T> {
  state: SaveStateName;
  error: unknown;
  /** Joins what is not saved yet; sent when the person pauses. */
  change: (change: T) => void;
  /** Sends now what waits, such as when a field is left. */
  flush: () => Promise<void>;
}

/** Changes are saved one request at a time; what failed is kept and goes along with the next. */
export function useAutosave<T extends object>(send: (change: T) => Promise<void>): Autosave<T> {
  const [state, setState] = useState<SaveStateName>('idle');
  const [error, setError] = useState<unknown>(null);
  const pending = useRef<T | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<void> | null>(null);
  const latest = useRef(send);
  latest.current = send;

  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    while (running.current !== null) await running.current;
    const change = pending.current;
    if (change === null) return;
    pending.current = null;
    setState('saving');
    running.current = latest
      .current(change)
      .then(() => {
        setError(null);
        setState(pending.current === null ? 'saved' : 'waiting');
      })
      .catch((failure: unknown) => {
        pending.current = { ...change, ...pending.current };
        setError(failure);
        setState('failed');
      })
      .finally(() => {
        running.current = null;
      });
    await running.current;
  }, []);
  const change = useCallback(
    (more: T) => {
      pending.current = { ...pending.current, ...more };
      setState('waiting');
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), AFTER_MS);
    },
    [flush],
  );
  useEffect(() => {
    const leave = () => void flush();
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [flush]);
  return { state, error, change, flush };
}
