import { Direction as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** Menus and tabs open and move as the page reads. */
export function Direction({ dir, children }: { dir: 'ltr' | 'rtl'; children: ReactNode }) {
  return <Radix.DirectionProvider dir={dir}>{children}</Radix.DirectionProvider>;
}
