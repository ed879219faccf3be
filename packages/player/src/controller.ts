import { CaptionTracks } from './caption-tracks.ts';
import type { Engine, EngineEvents } from './engine.ts';
import { FilmSound } from './film-sound.ts';
import { KeyRenewal } from './key-renewal.ts';
import { observeVideo } from './observe-video.ts';
import { type PlayerSource, renditionKey } from './player-source.ts';
import { PlayerStore, SOUND_ALONE } from './player-store.ts';
import { seekTarget } from './seek-target.ts';
import { SourceSwap } from './source-swap.ts';
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

/** Requests go in, the element's own events come back through the store. */
export class PlayerController {
  readonly store = new PlayerStore();
  readonly sound: FilmSound;
  readonly #video: HTMLVideoElement;
  readonly #captions: CaptionTracks;
  readonly #engine: Engine;
  readonly #renewal: KeyRenewal;
  readonly #swap: SourceSwap;
  readonly #options: ControllerOptions;
  readonly #stops: (() => void)[] = [];
  #source: PlayerSource;
  #completeAtMs = 0;
  #playAfterSeek = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#video = options.video;
    this.#source = options.source;
    this.sound = new FilmSound({
      video: this.#video,
      store: this.store,
      sounds: () => this.#source.sounds,
      onChosen: (label) => this.#engine.setSound(label),
    });
    this.#stops.push(observeVideo(this.#video, this.store, () => this.sound.gain));
    this.#captions = new CaptionTracks(this.#video, this.store);
    this.#renewal = new KeyRenewal({
      store: this.store,
      ask: () => options.onKeyEnded(),
      current: () => this.#source,
      onRenewed: (renewed) => {
        this.#source = renewed;
        this.#swap.start();
      },
    });
    this.#swap = new SourceSwap({
      video: this.#video,
      cover: new SwapCover(options.cover),
      store: this.store,
      load: () => this.#loadAgain(),
    });
    this.#engine = options.createEngine(this.#video, {
      onQualities: (qualities) => this.store.set({ qualities }),
      onActiveQuality: (activeQuality) => this.store.set({ activeQuality }),
      onDefaultCaptions: (language) => this.#captions.setDefault(language),
      onKeyEnded: () => void this.#renewal.renew(),
      onBroken: (delayMs) => this.#swap.start(delayMs),
      onTrouble: (problem) => this.store.set({ problem }),
      onFailed: (problem) => {
        this.#swap.hold();
        this.store.set({ problem });
      },
    });
    this.#listen('durationchange', () => this.#tryPendingSeek());
    const late = setInterval(() => this.#tryPendingSeek(), 2000);
    this.#stops.push(() => clearInterval(late));
    this.#listen('playing', () => this.#endSwap());
    this.#listen('seeked', () => this.#endSwap());
    this.#listen('loadeddata', () => this.#endSwap());
    const onOnline = () => this.#renewal.hurry();
    addEventListener('online', onOnline);
    this.#stops.push(() => removeEventListener('online', onOnline));
    this.#listen('timeupdate', () => this.#stayWithin());
    this.#engine.setGrowing(!this.#source.complete);
    this.store.set({ uploadStopped: this.#source.uploadStopped });
    this.sound.apply();
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

  setQuality(name: string | null): void {
    const before = this.#url();
    this.store.set({ quality: name });
    if (name !== SOUND_ALONE) this.#engine.setQuality(name);
    if (before !== this.#url()) this.#swap.start();
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
    this.sound.apply(this.store.get().sound);
    this.#tryPendingSeek();
    if (before.hlsUrl !== source.hlsUrl) {
      if (!this.#renewal.isRunning) this.#swap.start();
    } else if (before.captionsVersion !== source.captionsVersion) {
      // Only a playlist that is read anew lists them.
      this.#swap.start();
    } else if (renditionKey(before) !== renditionKey(source) && this.store.get().quality !== SOUND_ALONE) {
      const merged = await this.#engine.learn(source.hlsUrl);
      if (!merged && this.#source.hlsUrl === source.hlsUrl) this.#swap.start();
    }
  }

  /** After a problem that did not mend itself. */
  async retry(): Promise<void> {
    this.#renewal.forgetTries();
    this.store.set({ problem: null });
    await this.#renewal.renew();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#renewal.destroy();
    this.#swap.destroy();
    this.#captions.destroy();
    this.#engine.destroy();
  }

  #url(): string {
    const { hlsUrl, soundUrl } = this.#source;
    return this.store.get().quality === SOUND_ALONE ? (soundUrl ?? hlsUrl) : hlsUrl;
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

  #loadAgain(): void {
    const { rate, currentS, paused } = this.store.get();
    this.#engine.load(this.#url(), currentS);
    this.setRate(rate);
    if (!paused) void this.play();
  }

  #endSwap(): void {
    if (this.#swap.end()) this.#renewal.forgetTries();
  }
}
