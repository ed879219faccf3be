import { type RefObject, useEffect, useRef, useState } from 'react';
import type { PlayerHandle } from '../playback/player-parts.ts';
import { beginsAt, leavesPart } from './trim-edits.ts';
import type { TrimEditing } from './use-trim.ts';

/** Somebody who plays comes no further between two looks; whoever seeks into a part that is cut out may look at it. */
const PLAYED_MS = 500;

/** Where the player is, at each frame of the screen; playing skips what is cut out, and ends with the last part. */
export function useTrimPreview(
  player: RefObject<PlayerHandle | null>,
  { parts, frameMs }: Pick<TrimEditing, 'parts' | 'frameMs'>,
): number {
  const [shown, setShown] = useState(0);
  const latest = useRef({ parts, frameMs });
  latest.current = { parts, frameMs };
  useEffect(() => {
    let before = { ms: 0, isPlaying: false };
    let frame = 0;
    const look = () => {
      before = follow(player.current, before, latest.current);
      setShown(before.ms);
      frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [player]);
  return shown;
}

interface Look {
  ms: number;
  isPlaying: boolean;
}

function follow(
  player: PlayerHandle | null,
  before: Look,
  { parts, frameMs }: Pick<TrimEditing, 'parts' | 'frameMs'>,
): Look {
  const ms = Math.round((player?.currentS() ?? 0) * 1000);
  const isPlaying = player?.isPlaying() ?? false;
  const seek = (to: number): Look => {
    player?.seek(to / 1000);
    return { ms: to, isPlaying };
  };
  if (!isPlaying) return { ms, isPlaying };
  if (!before.isPlaying) {
    const first = beginsAt(parts, { fromMs: before.ms, atMs: ms, frameMs });
    return first === null ? { ms, isPlaying } : seek(first);
  }
  if (ms <= before.ms || ms - before.ms >= PLAYED_MS) return { ms, isPlaying };
  const left = leavesPart(parts, { fromMs: before.ms, atMs: ms, frameMs });
  if (left?.kind === 'stop') player?.pause();
  return left ? seek(left.atMs) : { ms, isPlaying };
}
