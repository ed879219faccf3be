import type { PlayerSound } from './player-source.ts';
import type { KeyValue } from './resume-position.ts';

const KEY = 'kinora.sound';
/** What films are turned down to; quieter ones stay as they are. */
const REFERENCE_LUFS = -14;

/** The language that was chosen last in this browser. */
export function readSoundWish(storage: Pick<KeyValue, 'getItem'>): string | null {
  return storage.getItem(KEY);
}

export function saveSoundWish(storage: Pick<KeyValue, 'setItem'>, language: string): void {
  storage.setItem(KEY, language);
}

/** The sound in the language that was chosen last, else the first. */
export function chooseSound(sounds: readonly PlayerSound[], wish: string | null): PlayerSound | undefined {
  const base = (tag: string) => tag.toLowerCase().split('-')[0];
  const exact = sounds.find(({ language }) => language !== null && language === wish);
  const near = sounds.find(({ language }) => language !== null && wish !== null && base(language) === base(wish));
  return exact ?? near ?? sounds[0];
}

/** What the volume is multiplied by, so that nobody reaches for it between two films: at most 1. */
export function gainOf(sound: PlayerSound | undefined): number {
  const loudness = sound?.loudnessLufs ?? REFERENCE_LUFS;
  return Math.min(1, 10 ** ((REFERENCE_LUFS - loudness) / 20));
}
