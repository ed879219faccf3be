import { type RefObject, useEffect, useRef, useState } from 'react';
import type { PlayerHandle } from '../playback/player-parts.ts';
import { type Part, skipTo } from './trim-edits.ts';

/** Somebody who plays comes no further between two looks; whoever seeks into a part that is cut out may look at it. */
const PLAYED_MS = 500;

/** Where the player is, at each frame of the screen; playing skips what is cut out. */
export function useTrimPreview(player: RefObject<PlayerHandle | null>, parts: readonly Part[]): number {
  const [shown, setShown] = useState(0);
  const latest = useRef(parts);
  latest.current = parts;
  useEffect(() => {
    let before = 0;
    let frame = 0;
    const look = () => {
      const now = Math.round((player.current?.currentS() ?? 0) * 1000);
      const to = now > before && now - before < PLAYED_MS ? skipTo(latest.current, before, now) : null;
      if (to !== null) player.current?.seek(to / 1000);
      before = now;
      setShown(now);
      frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [player]);
  return shown;
}
