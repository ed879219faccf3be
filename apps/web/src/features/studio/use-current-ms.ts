import { type RefObject, useEffect, useState } from 'react';
import type { PlayerHandle } from '../playback/player-parts.ts';

const EVERY_MS = 200;

/** Where the player beside is, often enough to follow captions. */
export function useCurrentMs(player: RefObject<PlayerHandle | null>): number {
  const [ms, setMs] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setMs(Math.round((player.current?.currentS() ?? 0) * 1000)), EVERY_MS);
    return () => clearInterval(timer);
  }, [player]);
  return ms;
}
