import { CaptionTracks } from './caption-tracks.ts';
import type { Engine, EngineEvents } from './engine.ts';
import { observeVideo } from './observe-video.ts';
import { pageStorage } from './page-storage.ts';
import { type PlayerSource, renditionKey } from './player-source.ts';
import { PlayerStore, SOUND_ALONE } from './player-store.ts';
import { seekTarget } from './seek-target.ts';
import { chooseSound, gainOf, readSoundWish, saveSoundWish } from './sound-choice.ts';
import { SwapCover } from './swap-cover.ts';

export interface ControllerOptions {
  video: HTMLVideoElement;
  cover: HTMLCanvasElement;
  source: PlayerSource;
  startS: number;
  autoPlay: boolean;
  /** How far anybody may be by now, where all watch together; without end else. */
  limitS?: () => number | undefined;
  createEngine: (video: HTMLVideoElement, events: EngineEvents) => Engine;
  /** Asks for the addresses of today; null when there are none for this person any more. Rejects when nobody answers. */
  onKeyEnded: () => Promise<PlayerSource | null>;
}

/** A source may say it is a little longer than its last segment turns out to be. */
const LAST_SEGMENT_S = 0.25;
/** The API knows of the end before the element has read the last playlist; after so long it is not waited for. */
const PLAYLIST_LATE_MS = 12_000;
/** Browsers want some sound ahead before they show a place, and nothing says that there is no more of it. */
const BEFORE_END_S = 0.5;
/** Clocks and decoders are not that exact. */
const AHEAD_S = 1;
const RENEW_FIRST_MS = 500;
const RENEW_MOST_MS = 10_000;

/** Requests go in, the element's own events come back through the store. */
export class PlayerController {
  readonly store = new PlayerStore();
  readonly #video: HTMLVideoElement;
  readonly #cover: SwapCover;
  readonly #captions: CaptionTracks;
  readonly #engine: Engine;
  readonly #options: ControllerOptions;
  readonly #stops: (() => void)[] = [];
  #source: PlayerSource;
  #gain = 1;
  #completeAtMs = 0;
  #renewing = false;
  #renewals = 0;
  #unanswered = 0;
  #renewLater: ReturnType<typeof setTimeout> | undefined;
  #swapLater: ReturnType<typeof setTimeout> | undefined;
  #playAfterSeek = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#video = options.video;
    this.#cover = new SwapCover(options.cover);
    this.#source = options.source;
    this.#stops.push(observeVideo(this.#video, this.store, () => this.#gain));
    this.#captions = new CaptionTracks(this.#video, this.store);
    this.#engine = options.createEngine(this.#video, {
      onQualities: (qualities) => this.store.set({ qualities }),
      onActiveQuality: (activeQuality) => this.store.set({ activeQuality }),
      onDefaultCaptions: (language) => this.#captions.setDefault(language),
      onKeyEnded: () => void this.#renew(),
      onBroken: (delayMs) => this.#swap(delayMs),
      onTrouble: (problem) => this.store.set({ problem }),
      onFailed: (problem) => {
        this.#hold();
        this.store.set({ problem });
      },
    });
    this.#listen('durationchange', () => this.#tryPendingSeek());
    const late = setInterval(() => this.#tryPendingSeek(), 2000);
    this.#stops.push(() => clearInterval(late));
    this.#listen('playing', () => this.#endSwap());
    this.#listen('seeked', () => this.#endSwap());
    this.#listen('loadeddata', () => this.#endSwap());
    const onOnline = () => {
      if (this.#unanswered > 0) void this.#renew();
    };
    addEventListener('online', onOnline);
    this.#stops.push(() => removeEventListener('online', onOnline));
    this.#listen('timeupdate', () => this.#stayWithin());
    this.#engine.setGrowing(!this.#source.complete);
    this.store.set({ uploadStopped: this.#source.uploadStopped });
    this.#applySound();
    const start = seekTarget(options.startS, this.#arrived());
    this.#engine.load(this.#url(), start.kind === 'now' ? start.atS : 0);
    if (start.kind === 'wait') this.#waitFor(start.atS, options.autoPlay);
    else if (options.autoPlay) void this.play();
  }

  /** The film's length: what is known of the whole, or what has arrived if that is more. */
  totalS(): number {
    const known = (this.#source.durationMs ?? 0) / 1000;
    const media = this.store.get().mediaDurationS;
    const read = this.#source.complete && Date.now() - this.#completeAtMs > PLAYLIST_LATE_MS;
    return read ? media || known : Math.max(known, media);
  }

  /** False of a film that arrives and says only at its end how long it is. */
  isLengthKnown(): boolean {
    return this.#source.complete || this.#source.durationMs !== null;
  }

  availableS(): number {
    return this.#source.complete ? this.totalS() : this.store.get().mediaDurationS || this.#source.availableMs / 1000;
  }

  growing(): boolean {
    return !this.#source.complete;
  }

  /** To the moment; the store hears of it some times a second. */
  currentS(): number {
    const { swapping, currentS } = this.store.get();
    return swapping ? currentS : this.#video.currentTime;
  }

  isPlaying(): boolean {
    const { paused, ended } = this.store.get();
    return !paused && !ended;
  }

  async play(): Promise<void> {
    if (this.store.get().pendingSeekS !== null) {
      // Pressing play gives up the wait and goes on here.
      this.store.set({ pendingSeekS: null });
    }
    try {
      await this.#video.play();
    } catch (error) {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      if (refused) this.store.set({ blocked: true });
      // AbortError: another load or pause came first, which is what was asked for.
    }
  }

  pause(): void {
    this.#playAfterSeek = false;
    if (this.store.get().swapping) this.store.set({ paused: true });
    this.#video.pause();
  }

  togglePlay(): void {
    if (this.#video.paused) void this.play();
    else this.pause();
  }

  seek(seconds: number): void {
    const target = seekTarget(Math.min(seconds, this.#limitS()), this.#arrived());
    if (target.kind === 'wait') {
      this.#waitFor(target.atS, !this.#video.paused || this.#playAfterSeek);
      return;
    }
    const goOn = this.store.get().pendingSeekS !== null && this.#playAfterSeek;
    this.store.set({ pendingSeekS: null, currentS: target.atS });
    if (!this.store.get().started) {
      this.#beginAt(target.atS, goOn || !this.#video.paused);
      return;
    }
    this.#video.currentTime = Math.min(target.atS, Math.max(0, this.#video.duration || target.atS));
    if (goOn) void this.play();
  }

  seekBy(seconds: number): void {
    this.seek((this.store.get().pendingSeekS ?? this.#video.currentTime) + seconds);
  }

  setRate(rate: number): void {
    this.#video.playbackRate = rate;
    this.#video.defaultPlaybackRate = rate;
  }

  setVolume(volume: number): void {
    this.restoreVolume(volume);
    this.#video.muted = volume <= 0;
  }

  /** As it was left the last time; muted stays muted. */
  restoreVolume(volume: number): void {
    this.#video.volume = Math.max(0, Math.min(1, volume)) * this.#gain;
  }

  toggleMute(): void {
    this.#video.muted = !this.#video.muted;
    if (!this.#video.muted && this.#video.volume === 0) this.restoreVolume(0.5);
  }

  setQuality(name: string | null): void {
    const before = this.#url();
    this.store.set({ quality: name });
    if (name !== SOUND_ALONE) this.#engine.setQuality(name);
    if (before !== this.#url()) this.#swap();
  }

  /** Remembered by its language for all videos. */
  setSound(label: string): void {
    const sound = this.#source.sounds.find((each) => each.label === label);
    if (sound?.language) saveSoundWish(pageStorage(), sound.language);
    this.#applySound(label);
  }

  setCaptions(language: string | null): void {
    this.#captions.choose(language);
  }

  toggleCaptions(): void {
    this.#captions.toggle();
  }

  async togglePictureInPicture(): Promise<void> {
    if (document.pictureInPictureElement === this.#video) await document.exitPictureInPicture();
    else if (document.pictureInPictureEnabled) await this.#video.requestPictureInPicture();
  }

  /** New knowledge about the same video: more of it has arrived, in more renditions, perhaps at another address. */
  async update(source: PlayerSource): Promise<void> {
    const before = this.#source;
    if (before === source) return;
    if (source.complete && !before.complete) this.#completeAtMs = Date.now();
    this.#source = source;
    this.#engine.setGrowing(!source.complete);
    this.store.set({ uploadStopped: source.uploadStopped });
    this.#applySound(this.store.get().sound);
    this.#tryPendingSeek();
    if (before.hlsUrl !== source.hlsUrl) {
      if (!this.#renewing) this.#swap();
    } else if (before.captionsVersion !== source.captionsVersion) {
      // Only a playlist that is read anew lists them.
      this.#swap();
    } else if (renditionKey(before) !== renditionKey(source) && this.store.get().quality !== SOUND_ALONE) {
      const merged = await this.#engine.learn(source.hlsUrl);
      if (!merged && this.#source.hlsUrl === source.hlsUrl) this.#swap();
    }
  }

  /** After a problem that did not mend itself. */
  async retry(): Promise<void> {
    this.#renewals = 0;
    this.store.set({ problem: null });
    await this.#renew();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    clearTimeout(this.#renewLater);
    clearTimeout(this.#swapLater);
    this.#captions.destroy();
    this.#engine.destroy();
  }

  #url(): string {
    const { hlsUrl, soundUrl } = this.#source;
    return this.store.get().quality === SOUND_ALONE ? (soundUrl ?? hlsUrl) : hlsUrl;
  }

  /** The sound of this label if there is one, else by the person's wish; each is as loud as its film asks. */
  #applySound(label: string | null = null): void {
    const { sounds } = this.#source;
    const sound = sounds.find((each) => each.label === label) ?? chooseSound(sounds, readSoundWish(pageStorage()));
    const { volume } = this.store.get();
    this.#gain = gainOf(sound);
    this.restoreVolume(volume);
    this.store.set({ sound: sound?.label ?? null });
    this.#engine.setSound(sound?.label ?? null);
  }

  /**
   * Before the first picture of another place: the engine has asked for what is at that place, and would not notice the
   * film's end from elsewhere.
   */
  #beginAt(atS: number, thenPlay: boolean): void {
    // From its very end on a film would begin anew.
    const lastS = Math.max(0, this.totalS() - BEFORE_END_S);
    this.#engine.load(this.#url(), this.#source.complete ? Math.min(atS, lastS) : atS);
    if (thenPlay) void this.play();
  }

  #limitS(): number {
    return this.#options.limitS?.() ?? Number.POSITIVE_INFINITY;
  }

  /** Whoever plays faster than the others catches up with them, and goes on with them. */
  #stayWithin(): void {
    if (this.store.get().swapping || this.#video.currentTime <= this.#limitS() + AHEAD_S) return;
    this.setRate(1);
    this.seek(this.#limitS());
  }

  #arrived() {
    const totalS = this.isLengthKnown() ? this.totalS() : null;
    return { availableS: this.availableS(), totalS, complete: this.#source.complete };
  }

  #listen(name: keyof HTMLMediaElementEventMap, handler: () => void): void {
    this.#video.addEventListener(name, handler);
    this.#stops.push(() => this.#video.removeEventListener(name, handler));
  }

  #waitFor(atS: number, thenPlay: boolean): void {
    this.#playAfterSeek = thenPlay;
    this.#video.pause();
    this.store.set({ pendingSeekS: atS });
  }

  #tryPendingSeek(): void {
    const { pendingSeekS } = this.store.get();
    if (pendingSeekS === null || this.#video.readyState === HTMLMediaElement.HAVE_NOTHING) return;
    // The element's own length decides: playlists are read a little after the API knows of a segment.
    if (!this.#source.complete && seekTarget(pendingSeekS, this.#arrived()).kind === 'wait') return;
    const shortS = Math.min(pendingSeekS, this.totalS()) - this.#video.duration;
    if (this.#source.complete && shortS > LAST_SEGMENT_S && Date.now() - this.#completeAtMs < PLAYLIST_LATE_MS) return;
    this.seek(pendingSeekS);
  }

  async #renew(): Promise<void> {
    if (this.#renewing) return;
    this.#renewing = true;
    this.#renewals += 1;
    clearTimeout(this.#renewLater);
    try {
      const source = await this.#options.onKeyEnded();
      this.#unanswered = 0;
      const same = source?.hlsUrl === this.#source.hlsUrl;
      // The same address again and again is an address that does not work.
      if (!source || (same && this.#renewals > 2)) {
        this.store.set({ problem: 'gone' });
        return;
      }
      this.#source = source;
      this.#swap();
    } catch {
      this.store.set({ problem: navigator.onLine ? 'server' : 'offline' });
      // Nobody said that it is gone.
      this.#renewals -= 1;
      const delayMs = Math.min(RENEW_MOST_MS, RENEW_FIRST_MS * 2 ** this.#unanswered);
      this.#unanswered += 1;
      this.#renewLater = setTimeout(() => void this.#renew(), delayMs);
    } finally {
      this.#renewing = false;
    }
  }

  /** Replaces the source at the same position; the last picture stays until the next one is there. */
  #swap(delayMs = 0): void {
    this.#hold();
    clearTimeout(this.#swapLater);
    const load = () => {
      const { rate, currentS, paused } = this.store.get();
      this.#engine.load(this.#url(), currentS);
      this.setRate(rate);
      if (!paused) void this.play();
    };
    if (delayMs > 0) this.#swapLater = setTimeout(load, delayMs);
    else load();
  }

  /** Until the next source is there the store says what the person wants, and no longer what the element does. */
  #hold(): void {
    const { swapping, paused } = this.store.get();
    if (swapping) return;
    this.#cover.show(this.#video);
    // A failure stops the element, and so does replacing its source.
    this.store.set({ swapping: true, paused: this.#video.error ? paused : this.#video.paused });
  }

  #endSwap(): void {
    if (!this.store.get().swapping || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    this.#renewals = 0;
    this.#cover.hide();
    this.store.set({ swapping: false, problem: null, paused: this.#video.paused });
  }
}
