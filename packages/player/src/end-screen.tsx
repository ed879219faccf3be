import type { ReactNode } from 'react';
import type { PlayerController } from './controller.ts';
import type { PlayerLabels } from './player-labels.ts';
import { usePlayerState } from './use-player-state.ts';

/** Before the end, in films that are long enough for it; in all others once they are over. */
const BEFORE_END_S = 10;
const LONG_ENOUGH_S = 60;

export interface EndScreenProps {
  controller: PlayerController;
  labels: PlayerLabels;
  children: ReactNode;
}

/** What may be watched next, over the last seconds; the film goes on below, and its controls work. */
export function EndScreen({ controller, labels, children }: EndScreenProps) {
  const isEnd = usePlayerState(controller.store, ({ currentS, ended, started }) => {
    const totalS = controller.totalS();
    const isNear = totalS >= LONG_ENOUGH_S && !controller.growing() && currentS >= totalS - BEFORE_END_S;
    return started && (ended || isNear);
  });
  if (!isEnd) return null;
  return (
    <aside className="kp-end" aria-label={labels.endScreen}>
      {children}
    </aside>
  );
}
