import { useState } from 'react';

/** A switch that this browser remembers. */
export function useStored(key: string, initial: boolean): [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => {
    const saved = localStorage.getItem(key);
    return saved === null ? initial : saved === '1';
  });
  const store = (next: boolean) => {
    localStorage.setItem(key, next ? '1' : '0');
    setValue(next);
  };
  return [value, store];
}
