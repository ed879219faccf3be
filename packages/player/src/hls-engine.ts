import Hls, { type ErrorData, ErrorDetails, ErrorTypes, Events, type Level } from 'hls.js';
import type { Engine, EngineEvents } from './engine.ts';
import { levelName, mergeLevels } from './levels.ts';
import { MediaFailures } from './media-failures.ts';
import type { Quality } from './player-store.ts';
import { QuickSeeks } from './quick-seeks.ts';

const ENDED = new Set([403, 404, 410]);
const RETRY_MOST_MS = 10_000;
const FALLBACK_RATE_BPS = 4_000_000;
const MOST_AHEAD_S = 90;
/** Enough for a browser to show the picture of a place. */
const SEEK_AHEAD_S = 2;

export function hlsIsSupported(): boolean {
  return Hls.isSupported();
}

export function createHlsEngine(video: HTMLVideoElement, events: EngineEvents): Engine {
  return new HlsEngine(video, events);
}

class HlsEngine implements Engine {
  readonly #video: HTMLVideoElement;
  readonly #events: EngineEvents;
  #hls: Hls | null = null;
  #quality: string | null = null;
  #sound: string | null = null;
  #growing = false;
  /** What hls.js was last told, and what the browser takes, in seconds. */
  #aheadSet = MOST_AHEAD_S;
  #takesS = MOST_AHEAD_S;
  #networkFailures = 0;
  /** Said since the last segment that came. */
  #troubled = false;
  readonly #mediaFailures = new MediaFailures();
  readonly #quickSeeks: QuickSeeks;
  /** Element and hls.js may both tell of one failure; until the next attempt it is one. */
  #broken = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #probe: Hls | null = null;
  readonly #onOnline = () => this.#startAgain();
  readonly #onHidden = () => this.#quickSeeks.stop();
  /** hls.js hears of it only while it has something to append. */
  readonly #onElementError = () => {
    if (this.#video.error) this.#onMediaFailure();
  };

  readonly #stops: (() => void)[] = [];

  constructor(video: HTMLVideoElement, events: EngineEvents) {
    this.#video = video;
    this.#events = events;
    this.#quickSeeks = new QuickSeeks(video, () => this.#applyAhead());
    addEventListener('online', this.#onOnline);
    document.addEventListener('visibilitychange', this.#onHidden);
    this.#listen('error', this.#onElementError);
    this.#listen('playing', () => this.#mediaFailures.playing(video.currentTime));
    this.#listen('timeupdate', () => this.#mediaFailures.moved(video.currentTime));
    this.#listen('seeking', () => this.#hls && this.#quickSeeks.seeking(this.#hls));
    this.#listen('seeked', () => this.#quickSeeks.seeked());
    for (const name of ['seeking', 'pause', 'emptied'] as const)
      this.#listen(name, () => this.#mediaFailures.interrupted());
  }

  load(url: string, startS: number): void {
    this.#broken = false;
    this.#hls?.destroy();
    clearTimeout(this.#retry);
    const hls = new Hls({
      startPosition: startS,
      enableWorker: false,
      lowLatencyMode: false,
      // A film that grows is no broadcast: never jump to its end, never hurry after it.
      liveDurationInfinity: false,
      liveSyncDurationCount: 1,
      liveMaxLatencyDurationCount: Number.POSITIVE_INFINITY,
      maxLiveSyncPlaybackRate: 1,
      capLevelToPlayerSize: true,
      backBufferLength: 60,
      // The first segment is for watching, not for measuring.
      testBandwidth: false,
      abrEwmaDefaultEstimate: FALLBACK_RATE_BPS,
      ...(startS > 0 ? {} : { startFragPrefetch: true }),
      ...(this.#sound === null ? {} : { audioPreference: { name: this.#sound } }),
    });
    this.#hls = hls;
    this.#aheadSet = MOST_AHEAD_S;
    this.#takesS = MOST_AHEAD_S;
    this.#applyAhead();
    // hls.js would empty the element and try without end; what fails is counted in one place. Later: it is still at work.
    hls.recoverMediaError = () => queueMicrotask(() => this.#hls === hls && this.#onMediaFailure());
    // Loaded and not drawn: the player draws them itself.
    hls.subtitleDisplay = false;
    hls.on(Events.MANIFEST_PARSED, (_event, { subtitleTracks }) => {
      this.#tellQualities();
      this.#applyQuality();
      this.#events.onDefaultCaptions(subtitleTracks.find((track) => track.default)?.lang ?? null);
    });
    hls.on(Events.LEVEL_SWITCHED, (_event, { level }) => {
      const active = hls.levels[level];
      this.#events.onActiveQuality(active ? levelName(active) : null);
    });
    hls.on(Events.FRAG_BUFFERED, (_event, data) => {
      this.#quickSeeks.buffered(hls, data);
      if (this.#troubled) this.#events.onTrouble(null);
      this.#troubled = false;
      this.#networkFailures = 0;
    });
    hls.on(Events.ERROR, (_event, data) => this.#onError(hls, data));
    hls.attachMedia(this.#video);
    hls.loadSource(url);
  }

  async learn(url: string): Promise<boolean> {
    const hls = this.#hls;
    if (!hls) return false;
    const read = await this.#readLevels(url);
    if (this.#hls !== hls || read === null) return true;
    const merged = mergeLevels(hls.levels, read);
    if (merged === null) return false;
    if (merged.length === hls.levels.length) return true;
    const current = hls.levels[hls.loadLevel];
    for (const [index, level] of merged.entries()) {
      for (const fragment of level.details?.fragments ?? []) fragment.level = index;
    }
    if (current) moveCurrentLevel(hls, merged.indexOf(current));
    // The way in which content steering replaces levels; the media that is buffered stays.
    hls.trigger(Events.LEVELS_UPDATED, { levels: merged });
    this.#tellQualities();
    this.#applyQuality();
    // What is buffered ahead of the next segment in a lower quality need not be watched to its end.
    if (this.#quality === null && current && hls.nextAutoLevel > merged.indexOf(current)) hls.nextLevel = -1;
    return true;
  }

  setQuality(name: string | null): void {
    this.#quality = name;
    this.#applyQuality();
  }

  setSound(label: string | null): void {
    this.#sound = label;
    const hls = this.#hls;
    const index = hls?.audioTracks.findIndex(({ name }) => name === label) ?? -1;
    if (hls && index !== -1 && hls.audioTrack !== index) hls.audioTrack = index;
  }

  setGrowing(growing: boolean): void {
    this.#growing = growing;
    this.#applyAhead();
  }

  destroy(): void {
    removeEventListener('online', this.#onOnline);
    document.removeEventListener('visibilitychange', this.#onHidden);
    for (const stop of this.#stops) stop();
    clearTimeout(this.#retry);
    this.#probe?.destroy();
    this.#quickSeeks.stop();
    this.#unload();
  }

  #listen(name: keyof HTMLMediaElementEventMap, handler: () => void): void {
    this.#video.addEventListener(name, handler);
    this.#stops.push(() => this.#video.removeEventListener(name, handler));
  }

  #aheadS(): number {
    return this.#growing ? 12 : 30;
  }

  /** hls.js goes on to 60 MB, which are minutes of a small rendition. */
  #mostAheadS(): number {
    return this.#quickSeeks.underWay ? SEEK_AHEAD_S : this.#growing ? this.#aheadS() : MOST_AHEAD_S;
  }

  #applyAhead(): void {
    const config = this.#hls?.config;
    if (!config) return;
    // hls.js has found out that the browser takes no more.
    if (config.maxMaxBufferLength < this.#aheadSet && this.#aheadSet > SEEK_AHEAD_S)
      this.#takesS = Math.max(config.maxMaxBufferLength, SEEK_AHEAD_S);
    config.maxBufferLength = this.#aheadS();
    config.maxMaxBufferLength = Math.min(this.#mostAheadS(), this.#takesS);
    this.#aheadSet = config.maxMaxBufferLength;
  }

  /** A second, idle instance reads the playlist, so that its levels are made as hls.js makes its own. */
  #readLevels(url: string): Promise<Level[] | null> {
    this.#probe?.destroy();
    const probe = new Hls({ autoStartLoad: false, enableWorker: false });
    this.#probe = probe;
    return new Promise((resolve) => {
      const done = (levels: Level[] | null) => {
        resolve(levels);
        if (this.#probe === probe) this.#probe = null;
        queueMicrotask(() => probe.destroy());
      };
      probe.on(Events.MANIFEST_PARSED, (_event, data) => done([...data.levels]));
      probe.on(Events.ERROR, (_event, data) => {
        if (data.fatal) done(null);
      });
      probe.loadSource(url);
    });
  }

  #tellQualities(): void {
    const levels = (this.#hls?.levels ?? []).filter(({ height }) => height > 0);
    // The sound alone has none; what was there before is chosen from again.
    if (levels.length === 0) return;
    const qualities = levels.map((level): Quality => {
      const height = Math.min(level.height, level.width) || level.height;
      return {
        name: levelName(level),
        height,
        label: `${height}p${level.frameRate > 45 ? Math.round(level.frameRate) : ''}${codecNote(level.videoCodec)}`,
      };
    });
    this.#events.onQualities(qualities.sort((a, b) => b.height - a.height));
  }

  #applyQuality(): void {
    const hls = this.#hls;
    if (!hls || hls.levels.length === 0) return;
    const index = this.#quality === null ? -1 : hls.levels.findIndex((level) => levelName(level) === this.#quality);
    if (index === -1 && hls.autoLevelEnabled) return;
    // The picture changes at the next segment, without a gap.
    if (index === -1 || hls.manualLevel !== index) hls.nextLevel = index;
  }

  #onError(hls: Hls, data: ErrorData): void {
    if (this.#hls !== hls) return;
    const status = data.response?.code ?? 0;
    if (data.fatal && status !== 410 && isAboutCaptions(data)) {
      // A film without its captions is better than none.
      hls.subtitleTrack = -1;
      hls.startLoad();
      return;
    }
    if (data.type === ErrorTypes.NETWORK_ERROR && ENDED.has(status) && (data.fatal || status === 410)) {
      hls.stopLoad();
      this.#events.onKeyEnded();
      return;
    }
    if (data.type === ErrorTypes.NETWORK_ERROR && !isAboutCaptions(data)) {
      // hls.js tries for half a minute before it calls it fatal; whoever waits is told before.
      this.#events.onTrouble(navigator.onLine ? 'server' : 'offline');
      this.#troubled = true;
    }
    if (data.details === ErrorDetails.BUFFER_STALLED_ERROR || !data.fatal) return;
    if (data.type === ErrorTypes.NETWORK_ERROR) {
      const delayMs = Math.min(RETRY_MOST_MS, 500 * 2 ** this.#networkFailures);
      this.#networkFailures += 1;
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#startAgain(), delayMs);
      return;
    }
    if (data.type === ErrorTypes.MEDIA_ERROR) this.#onMediaFailure();
    else {
      this.#events.onFailed('unplayable');
      this.#unload();
    }
  }

  #onMediaFailure(): void {
    if (this.#broken) return;
    this.#broken = true;
    clearTimeout(this.#retry);
    const failed = this.#hls;
    const delayMs = this.#mediaFailures.next();
    if (delayMs === null) {
      this.#mediaFailures.forget();
      this.#events.onFailed('unplayable');
    } else {
      this.#events.onBroken(delayMs);
    }
    if (this.#hls === failed) this.#unload();
  }

  /** After whoever drives it has noted where the element is. What has failed would go on, and show its last picture. */
  #unload(): void {
    this.#hls?.destroy();
    this.#hls = null;
  }

  #startAgain(): void {
    const hls = this.#hls;
    if (!hls?.url || !this.#troubled) return;
    if (hls.levels.length === 0) hls.loadSource(hls.url);
    else hls.startLoad();
  }
}

function isAboutCaptions({ context, frag }: ErrorData): boolean {
  return frag?.type === 'subtitle' || (context !== undefined && 'type' in context && context.type === 'subtitleTrack');
}

/**
 * hls.js knows the level in use by its place in the list. Lower renditions that arrive later move that place, and
 * nothing public says so to the controller before its next choice.
 */
function moveCurrentLevel(hls: Hls, index: number): void {
  const controller: unknown = Reflect.get(hls, 'levelController');
  if (typeof controller === 'object' && controller !== null && 'currentLevelIndex' in controller) {
    controller.currentLevelIndex = index;
  }
}

/** Films may be there in two codecs; H.264 is the one that needs no word. */
function codecNote(codec = ''): string {
  if (codec.startsWith('av01')) return ' AV1';
  return codec.startsWith('hvc1') || codec.startsWith('hev1') ? ' HEVC' : '';
}
