import type { Problem, Quality } from './player-store.ts';

/** What an engine tells whoever drives it. */
export interface EngineEvents {
  onQualities: (qualities: Quality[]) => void;
  onActiveQuality: (name: string | null) => void;
  /** Language of the captions that the playlist shows to viewers who have not chosen. */
  onDefaultCaptions: (language: string | null) => void;
  /** The address answers no more (410, 404, 403): another one is needed. */
  onKeyEnded: () => void;
  /** The element has stopped at media that it cannot decode: the address has to be loaded anew, after so long. */
  onBroken: (delayMs: number) => void;
  /** Something that is being tried again; null when it is over. */
  onTrouble: (problem: Problem | null) => void;
  /** Given up. */
  onFailed: (problem: Problem) => void;
}

export interface Engine {
  load(url: string, startS: number): void;
  /** Reads the multivariant playlist again. False when only loading anew can show what it has. */
  learn(url: string): Promise<boolean>;
  /** Null lets the engine choose. */
  setQuality(name: string | null): void;
  /** By the name in the playlist, from the next load on and at once. Null: as the playlist says. */
  setSound(label: string | null): void;
  /** While a film grows, less is buffered ahead, so that better renditions are seen soon. */
  setGrowing(growing: boolean): void;
  destroy(): void;
}
