import { DirectionProvider } from '@radix-ui/react-direction';
import type { ReactNode } from 'react';

/** Menus and tabs open and move as the page reads. */
export function Direction({ dir, children }: { dir: 'ltr' | 'rtl'; children: ReactNode }) {
  return <DirectionProvider dir={dir}>{children}</DirectionProvider>;
}
