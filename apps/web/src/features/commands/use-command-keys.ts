import { useEffect, useState } from 'react';

export type Asked = 'palette' | 'keys';

/** How other parts of the page ask for one of them. */
export const ASK_EVENT = 'kinora:commands';
export const askFor = (what: Asked) => dispatchEvent(new CustomEvent<Asked>(ASK_EVENT, { detail: what }));

/** Ctrl+K or ⌘K anywhere; ? where nobody writes and no player takes it. */
export function useCommandKeys(): { asked: Asked | null; close: () => void } {
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const isPalette = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k';
      const isHelp = event.key === '?' && !event.ctrlKey && !event.metaKey && !writes(event.target);
      if ((!isPalette && !isHelp) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      setAsked(isPalette ? 'palette' : 'keys');
    };
    const onAsk = (event: Event) => setAsked((event as CustomEvent<Asked>).detail);
    // On the window: the player listens on the document, and comes first.
    addEventListener('keydown', onKeyDown);
    addEventListener(ASK_EVENT, onAsk);
    return () => {
      removeEventListener('keydown', onKeyDown);
      removeEventListener(ASK_EVENT, onAsk);
    };
  }, []);
  return { asked, close: () => setAsked(null) };
}

function writes(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select') !== null)
  );
}
