export type PlayerCommand =
  | {
      kind:
        | 'toggle-play'
        | 'mute'
        | 'full-screen'
        | 'theatre'
        | 'captions'
        | 'faster'
        | 'slower'
        | 'help'
        | 'picture-in-picture';
    }
  | { kind: 'seek-by'; seconds: number }
  | { kind: 'seek-to-share'; share: number }
  | { kind: 'volume-by'; step: number };

interface Key {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** What a key asks of the player, or null. Space is left to a focused button. */
export function commandOf(event: Key, onButton: boolean): PlayerCommand | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (/^\d$/.test(key)) return { kind: 'seek-to-share', share: Number(key) / 10 };
  switch (key) {
    case ' ':
      return onButton ? null : { kind: 'toggle-play' };
    case 'k':
      return { kind: 'toggle-play' };
    case 'j':
      return { kind: 'seek-by', seconds: -10 };
    case 'l':
      return { kind: 'seek-by', seconds: 10 };
    case 'ArrowLeft':
      return { kind: 'seek-by', seconds: -5 };
    case 'ArrowRight':
      return { kind: 'seek-by', seconds: 5 };
    case 'ArrowUp':
      return { kind: 'volume-by', step: 0.05 };
    case 'ArrowDown':
      return { kind: 'volume-by', step: -0.05 };
    case 'm':
      return { kind: 'mute' };
    case 'f':
      return { kind: 'full-screen' };
    case 't':
      return { kind: 'theatre' };
    case 'i':
      return { kind: 'picture-in-picture' };
    case 'c':
      return { kind: 'captions' };
    case '>':
      return { kind: 'faster' };
    case '<':
      return { kind: 'slower' };
    case '?':
      return { kind: 'help' };
    default:
      return null;
  }
}

export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** The next of the offered speeds in a direction. */
export function stepSpeed(rate: number, direction: 1 | -1): number {
  const ordered = direction === 1 ? SPEEDS : SPEEDS.toReversed();
  return ordered.find((speed) => (direction === 1 ? speed > rate + 0.001 : speed < rate - 0.001)) ?? rate;
}
