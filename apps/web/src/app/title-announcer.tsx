import { useEffect, useState } from 'react';
import { onTitle } from './use-title.ts';

/** A page that changes without loading says so to screen readers. */
export function TitleAnnouncer() {
  const [title, setTitle] = useState('');
  useEffect(() => onTitle(setTitle), []);
  return (
    <div aria-live="polite" className="sr-only">
      {title}
    </div>
  );
}
