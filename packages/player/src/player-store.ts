import type { CaptionTrackInfo } from './caption-choice.ts';

export interface Quality {
  name: string;
  height: number;
  label: string;
}

/** As a quality: no picture. */
export const SOUND_ALONE = 'audio';

/** Why nothing plays: `offline` and `server` mend themselves, `gone` and `unplayable` do not. */
export type Problem = 'offline' | 'server' | 'gone' | 'unplayable';

export interface PlayerState {
  paused: boolean;
  ended: boolean;
  seeking: boolean;
  /** Wants to play and cannot yet. */
  waiting: boolean;
  /** A first picture was there. */
  started: boolean;
  currentS: number;
  /** Of the media as far as it is known to the element. */
  mediaDurationS: number;
  bufferedEndS: number;
  /** As the person set it; how loud the film is comes on top. */
  volume: number;
  muted: boolean;
  rate: number;
  pictureInPicture: boolean;
  /** The browser refused to begin with sound or at all; a press is needed. */
  blocked: boolean;
  qualities: Quality[];
  /** Chosen by the person; null is automatic, `SOUND_ALONE` is the sound without the picture. */
  quality: string | null;
  activeQuality: string | null;
  /** The label of the sound that is heard; null for a silent film. */
  sound: string | null;
  captions: CaptionTrackInfo[];
  /** Of the captions that are shown; null when they are off. */
  captionLanguage: string | null;
  /** What is said now, as captions. */
  cues: VTTCue[];
  /** A seek that waits for its part of the film to arrive. */
  pendingSeekS: number | null;
  /** What is missing does not arrive for now. */
  uploadStopped: boolean;
  /** The source is being replaced; time and picture are held. */
  swapping: boolean;
  problem: Problem | null;
}

export const initialState: PlayerState = {
  paused: true,
  ended: false,
  seeking: false,
  waiting: false,
  started: false,
  currentS: 0,
  mediaDurationS: 0,
  bufferedEndS: 0,
  volume: 1,
  muted: false,
  rate: 1,
  pictureInPicture: false,
  blocked: false,
  qualities: [],
  quality: null,
  activeQuality: null,
  sound: null,
  captions: [],
  captionLanguage: null,
  cues: [],
  pendingSeekS: null,
  uploadStopped: false,
  swapping: false,
  problem: null,
};

/** One immutable state at a time; listeners hear of changes only. */
export class PlayerStore {
  #state = initialState;
  readonly #listeners = new Set<() => void>();

  readonly get = (): PlayerState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(change: Partial<PlayerState>): void {
    const next = { ...this.#state, ...change };
    const keys = Object.keys(change) as (keyof PlayerState)[];
    if (keys.every((key) => Object.is(next[key], this.#state[key]))) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

/** End of the buffered range that holds the position, or the position. */
export function bufferedEnd(ranges: Pick<TimeRanges, 'length' | 'start' | 'end'>, positionS: number): number {
  for (let i = 0; i < ranges.length; i += 1) {
    if (ranges.start(i) <= positionS + 0.1 && ranges.end(i) >= positionS) return ranges.end(i);
  }
  return positionS;
}
