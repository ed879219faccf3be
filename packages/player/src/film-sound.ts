import { pageStorage } from './page-storage.ts';
import type { PlayerSound } from './player-source.ts';
import type { PlayerStore } from './player-store.ts';
import { chooseSound, gainOf, readSoundWish, saveSoundWish } from './sound-choice.ts';

export interface FilmSoundOptions {
  video: HTMLVideoElement;
  store: PlayerStore;
  sounds: () => readonly PlayerSound[];
  /** Which of them is heard from now on, by its label. */
  onChosen: (label: string | null) => void;
}

/** Which sound is heard, and how loud: each as loud as its film asks. */
export class FilmSound {
  readonly #options: FilmSoundOptions;
  #gain = 1;

  constructor(options: FilmSoundOptions) {
    this.#options = options;
  }

  /** What the volume that was asked for is multiplied by. */
  get gain(): number {
    return this.#gain;
  }

  setVolume(volume: number): void {
    this.restoreVolume(volume);
    this.#options.video.muted = volume <= 0;
  }

  /** As it was left the last time; muted stays muted. */
  restoreVolume(volume: number): void {
    this.#options.video.volume = Math.max(0, Math.min(1, volume)) * this.#gain;
  }

  toggleMute(): void {
    const { video } = this.#options;
    video.muted = !video.muted;
    if (!video.muted && video.volume === 0) this.restoreVolume(0.5);
  }

  /** Remembered by its language for all videos. */
  choose(label: string): void {
    const sound = this.#options.sounds().find((each) => each.label === label);
    if (sound?.language) saveSoundWish(pageStorage(), sound.language);
    this.apply(label);
  }

  /** The sound of this label if there is one, else by the person's wish. */
  apply(label: string | null = null): void {
    const { store, onChosen } = this.#options;
    const sounds = this.#options.sounds();
    const sound = sounds.find((each) => each.label === label) ?? chooseSound(sounds, readSoundWish(pageStorage()));
    const { volume } = store.get();
    this.#gain = gainOf(sound);
    this.restoreVolume(volume);
    store.set({ sound: sound?.label ?? null });
    onChosen(sound?.label ?? null);
  }
}
