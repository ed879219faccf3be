import { XIcon } from '@phosphor-icons/react/dist/csr/X';
import { type ReactNode, useState } from 'react';
import type { PlayerController } from './controller.ts';
import type { PlayerLabels } from './player-labels.ts';
import { usePlayerState } from './use-player-state.ts';

/** Something that is pointed out from a moment on. */
export interface PlayerCard {
  startS: number;
  /** A link; whoever shows the player makes it. */
  content: ReactNode;
}

/** Long enough to read a title and to reach it. */
const SHOWN_S = 8;

export interface CardStripProps {
  controller: PlayerController;
  labels: PlayerLabels;
  /** Ascending. */
  cards: readonly PlayerCard[];
}

/** At the upper edge, the latest card that begins here, for some seconds or until somebody puts it away. */
export function CardStrip({ controller, labels, cards }: CardStripProps) {
  const [hidden, setHidden] = useState<readonly PlayerCard[]>([]);
  const index = usePlayerState(controller.store, ({ currentS, started }) =>
    started ? cards.findLastIndex(({ startS }) => startS <= currentS && currentS < startS + SHOWN_S) : -1,
  );
  const card = cards[index];
  if (!card || hidden.includes(card)) return null;
  return (
    <aside key={card.startS} className="kp-card" aria-label={labels.card}>
      {card.content}
      <button
        type="button"
        className="kp-button"
        aria-label={labels.hideCard}
        onClick={() => setHidden([...hidden, card])}
      >
        <XIcon size={18} aria-hidden />
      </button>
    </aside>
  );
}
