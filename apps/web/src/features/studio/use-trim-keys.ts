import { useEffect, useRef } from 'react';

export interface TrimCommands {
  cut: () => void;
  start: () => void;
  end: () => void;
  undo: () => void;
  redo: () => void;
}

/** Keys that the player leaves free, anywhere on the page where nobody writes. */
export function useTrimKeys(commands: TrimCommands): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const writes =
        event.target instanceof Element && event.target.closest('input, textarea, select, dialog') !== null;
      if (writes || event.defaultPrevented || event.altKey) return;
      const run = commandOf(event);
      if (!run) return;
      event.preventDefault();
      latest.current[run]();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function commandOf({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): keyof TrimCommands | null {
  if (ctrlKey || metaKey) return key.toLowerCase() === 'z' ? (shiftKey ? 'redo' : 'undo') : null;
  switch (key.toLowerCase()) {
    case 's':
      return 'cut';
    case '[':
      return 'start';
    case ']':
      return 'end';
    default:
      return null;
  }
}
