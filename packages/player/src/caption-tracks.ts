import { type CaptionTrackInfo, chooseCaptions, readWish, saveWish } from './caption-choice.ts';
import type { PlayerStore } from './player-store.ts';

/** Where the browser itself draws over the picture: full screen of iPhones, picture in picture. */
const OUTSIDE = {
  webkitbeginfullscreen: true,
  webkitendfullscreen: false,
  enterpictureinpicture: true,
  leavepictureinpicture: false,
};

/**
 * Follows the element's text tracks, whoever made them (hls.js or the browser), keeps the chosen one loaded and tells the
 * store of its cues. It stays hidden, because we draw the cues ourselves, except where only the browser can.
 */
export class CaptionTracks {
  readonly #video: HTMLVideoElement;
  readonly #store: PlayerStore;
  readonly #stops: (() => void)[] = [];
  readonly #heard = new WeakSet<TextTrack>();
  #default: string | null = null;
  #outside = false;

  constructor(video: HTMLVideoElement, store: PlayerStore) {
    this.#video = video;
    this.#store = store;
    const apply = () => this.#apply();
    for (const name of ['addtrack', 'removetrack']) {
      video.textTracks.addEventListener(name, apply);
      this.#stops.push(() => video.textTracks.removeEventListener(name, apply));
    }
    for (const [name, outside] of Object.entries(OUTSIDE)) {
      const handler = () => {
        this.#outside = outside;
        this.#apply();
      };
      video.addEventListener(name, handler);
      this.#stops.push(() => video.removeEventListener(name, handler));
    }
  }

  /** What the playlist says is for viewers who have not chosen. */
  setDefault(language: string | null): void {
    this.#default = language;
    this.#apply();
  }

  /** Null turns them off. Remembered for all videos. */
  choose(language: string | null): void {
    const before = readWish(localStorage);
    saveWish(localStorage, { on: language !== null, language: language ?? before?.language ?? null });
    this.#apply();
  }

  toggle(): void {
    if (this.#store.get().captionLanguage !== null) {
      this.choose(null);
      return;
    }
    const tracks = this.#tracks();
    const wish = { on: true, language: readWish(localStorage)?.language ?? null };
    const track = tracks[chooseCaptions(tracks, { ...this.#options(), wish })];
    if (track) this.choose(track.language);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  #tracks(): TextTrack[] {
    return [...this.#video.textTracks].filter(({ kind }) => kind === 'captions' || kind === 'subtitles');
  }

  #options() {
    return { wish: readWish(localStorage), defaultLanguage: this.#default, preferred: navigator.languages };
  }

  #apply(): void {
    const tracks = this.#tracks();
    const chosen = tracks[chooseCaptions(tracks, this.#options())];
    for (const track of tracks) {
      const mode = track !== chosen ? 'disabled' : this.#outside ? 'showing' : 'hidden';
      if (track.mode !== mode) track.mode = mode;
      if (this.#heard.has(track)) continue;
      this.#heard.add(track);
      track.addEventListener('cuechange', () => this.#tellCues(track));
    }
    const captions = tracks.map(({ language, label }): CaptionTrackInfo => ({ language, label: label || language }));
    if (JSON.stringify(captions) !== JSON.stringify(this.#store.get().captions)) this.#store.set({ captions });
    this.#store.set({ captionLanguage: chosen?.language ?? null });
    this.#tellCues(chosen);
  }

  #tellCues(track: TextTrack | undefined): void {
    if (track && track.language !== this.#store.get().captionLanguage) return;
    const active = track && track.mode !== 'disabled' && !this.#outside ? [...(track.activeCues ?? [])] : [];
    const cues = active.filter((cue) => cue instanceof VTTCue);
    const before = this.#store.get().cues;
    if (cues.length === before.length && cues.every((cue, index) => cue === before[index])) return;
    this.#store.set({ cues });
  }
}
