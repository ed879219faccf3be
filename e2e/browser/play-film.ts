import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

// What code has that runs in the page; all other code is Node's.
interface PageVideo {
  muted: boolean;
  src: string;
  currentTime: number;
  duration: number;
  playbackRate: number;
  videoWidth: number;
  videoHeight: number;
  error: { code: number; message: string } | null;
  buffered: { length: number; start(at: number): number; end(at: number): number };
  play(): Promise<void>;
  addEventListener(name: string, listener: () => void, options?: { once: boolean }): void;
  getVideoPlaybackQuality(): { totalVideoFrames: number };
}
interface PageHls {
  levels: { height: number; width: number }[];
  nextLevel: number;
  startLevel: number;
  loadLevel: number;
  on(name: string, listener: (event: string, data: { details: string; fatal: boolean }) => void): void;
  attachMedia(video: PageVideo): void;
  loadSource(url: string): void;
  destroy(): void;
}
interface ShakaTrack {
  height: number | null;
  width: number | null;
}
interface PageShaka {
  configure(settings: object): void;
  attach(video: PageVideo): Promise<void>;
  load(url: string, startS: number): Promise<void>;
  getVariantTracks(): ShakaTrack[];
  selectVariantTrack(track: ShakaTrack, clearBuffer: boolean): void;
  getStats(): { gapsJumped: number; stallsDetected: number };
  getAudioTracks(): ListedTrack[];
  getTextTracks(): ListedTrack[];
  isLive(): boolean;
  destroy(): Promise<void>;
  addEventListener(name: string, listener: (event: { detail: { code: number; data: unknown[] } }) => void): void;
}
declare const Hls: (new (options: object) => PageHls) & { Events: Record<string, string> };
declare const shaka: { Player: new () => PageShaka };
declare const follow: typeof followPlayback;
declare const document: {
  querySelector(selector: string): PageVideo | null;
  createElement(name: 'canvas'): {
    width: number;
    height: number;
    getContext(kind: '2d'): {
      drawImage(video: PageVideo, x: number, y: number): void;
      getImageData(x: number, y: number, width: number, height: number): { data: ArrayLike<number> };
    };
  };
};

export interface Playback {
  /** Where it was when it had ended, seconds. */
  endedAt: number;
  duration: number;
  width: number;
  height: number;
  frames: number;
  /** Where it waited after it had begun, seconds. */
  stalls: number[];
  /** What the player, and the element, say went wrong; also what did not end it. */
  errors: string[];
}

const PLAYERS = ['hls.js/dist/hls.js', 'shaka-player/dist/shaka-player.compiled.js'].map((path) =>
  createRequire(import.meta.url).resolve(path),
);

/** A page of the server's own origin with one element to play in; the profile has to bypass the site's policy. */
export async function openPlayer(page: Page): Promise<void> {
  await page.goto('/healthz');
  await page.setContent('<video muted playsinline></video>');
  for (const path of PLAYERS) await page.addScriptTag({ path });
  await page.addScriptTag({ content: `const follow = ${followPlayback}` });
}

/** Runs in the page: notes how the element plays until it has ended, or stands still for long. */
function followPlayback(video: PageVideo): { played: Promise<Playback>; errors: string[]; end(): void } {
  const stalls: number[] = [];
  const errors: string[] = [];
  const { promise: played, resolve } = Promise.withResolvers<Playback>();
  let begun = false;
  const end = () => {
    clearTimeout(late);
    resolve({
      endedAt: video.currentTime,
      duration: video.duration,
      width: video.videoWidth,
      height: video.videoHeight,
      frames: video.getVideoPlaybackQuality().totalVideoFrames,
      stalls,
      errors,
    });
  };
  // From the beginning and then from each move of the time: a film may be long.
  const giveUp = () => {
    errors.push('it does not end');
    end();
  };
  let late = setTimeout(giveUp, 30_000);
  video.addEventListener('timeupdate', () => {
    clearTimeout(late);
    late = setTimeout(giveUp, 15_000);
  });
  video.addEventListener('playing', () => {
    begun = true;
  });
  video.addEventListener('waiting', () => {
    // Players begin in two steps where decoders do: what comes before that is the start.
    if (begun && video.currentTime > 0.25) stalls.push(video.currentTime);
  });
  video.addEventListener('error', () => errors.push(`element: ${video.error?.message}`));
  video.addEventListener('ended', end, { once: true });
  return { played, errors, end };
}

/**
 * Plays to the end with hls.js as it comes, in one quality: the largest with a short side of at most `most` lines. `rate`
 * times as fast.
 */
export function playHls(page: Page, url: string, options: { rate: number; most: number }): Promise<Playback> {
  return page.evaluate(
    ({ url, rate, most }) => {
      const video = document.querySelector('video');
      if (!video) throw new Error('no video');
      // By itself it fills 60 MB, however long that lasts: more sound than Chromium takes.
      const hls = new Hls({ maxBufferLength: 60, maxMaxBufferLength: 60, maxBufferSize: 0 });
      const { played, errors, end } = follow(video);
      hls.on('hlsError', (_event, data) => {
        errors.push(`${data.details}${data.fatal ? ', fatal' : ''}`);
        if (data.fatal) end();
      });
      hls.on('hlsManifestParsed', () => {
        const fitting = hls.levels.map((level, index) => ({ index, lines: Math.min(level.width, level.height) }));
        const chosen = fitting.filter(({ lines }) => lines <= most).sort((a, b) => b.lines - a.lines)[0];
        hls.loadLevel = chosen?.index ?? 0;
        video.playbackRate = rate;
        void video.play();
      });
      hls.attachMedia(video);
      hls.loadSource(url);
      return played;
    },
    { url, ...options },
  );
}

/** What a player lists of a film's sounds or captions. */
export interface ListedTrack {
  language: string;
  label: string | null;
  active: boolean;
}

export interface DashPlayback extends Playback {
  /** It was still growing when it was loaded. */
  live: boolean;
  sounds: ListedTrack[];
  captions: ListedTrack[];
}

/**
 * Plays an MPD from its first to its last picture with Shaka as it comes, in one quality: the largest with a short side of
 * at most `most` lines. `rate` times as fast. Holes that it jumps over are errors.
 */
export function playDash(page: Page, url: string, options: { rate: number; most: number }): Promise<DashPlayback> {
  return page.evaluate(
    async ({ url, rate, most }) => {
      const video = document.querySelector('video');
      if (!video) throw new Error('no video');
      const player = new shaka.Player();
      // A segment of 4 s is over in 0.25 s then.
      const streaming = rate > 4 ? { bufferingGoal: 15 * rate, rebufferingGoal: 2 * rate } : { bufferingGoal: 60 };
      player.configure({ abr: { enabled: false }, streaming });
      const { played, errors, end } = follow(video);
      player.addEventListener('error', ({ detail }) => {
        errors.push(`Shaka ${detail.code} ${detail.data.join()}`);
        end();
      });
      await player.attach(video);
      await player.load(url, 0);
      const lines = (track: ShakaTrack) => Math.min(track.width ?? 0, track.height ?? 0);
      const fitting = player.getVariantTracks().filter((track) => lines(track) <= most);
      const [chosen] = fitting.sort((a, b) => lines(b) - lines(a));
      if (chosen) player.selectVariantTrack(chosen, true);
      const list = (tracks: ListedTrack[]) =>
        tracks.map(({ language, label, active }): ListedTrack => ({ language, label, active }));
      const listed = {
        sounds: list(player.getAudioTracks()),
        captions: list(player.getTextTracks()),
        live: player.isLive(),
      };
      video.playbackRate = rate;
      void video.play();
      const playback = await played;
      const { gapsJumped } = player.getStats();
      if (gapsJumped > 0) errors.push(`${gapsJumped} holes`);
      await player.destroy();
      return { ...playback, ...listed };
    },
    { url, ...options },
  );
}

/** The picture that is on the screen: red, green and blue at places given as shares of its width and height. */
export function coloursAt(page: Page, places: readonly (readonly [x: number, y: number])[]): Promise<number[][]> {
  return page.evaluate((places) => {
    const video = document.querySelector('video');
    if (!video) throw new Error('no video');
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0);
    return places.map(([x, y]) => {
      const { data } = context.getImageData(Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1);
      return [...Array.from(data)].slice(0, 3);
    });
  }, places);
}
