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
interface PageBuffer extends EventTarget {
  appendBuffer(bytes: ArrayBuffer): void;
}
interface PageSource extends EventTarget {
  duration: number;
  addSourceBuffer(type: string): PageBuffer;
  endOfStream(): void;
}
interface PageElement {
  getAttribute(name: string): string | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}
declare const Hls: (new (options: object) => PageHls) & { Events: Record<string, string> };
declare const MediaSource: new () => PageSource;
declare const DOMParser: new () => { parseFromString(text: string, type: string): PageElement };
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

const HLS = createRequire(import.meta.url).resolve('hls.js/dist/hls.js');

/** A page of the server's own origin with one element to play in; the profile has to bypass the site's policy. */
export async function openPlayer(page: Page): Promise<void> {
  await page.goto('/healthz');
  await page.setContent('<video muted playsinline></video>');
  await page.addScriptTag({ path: HLS });
}

/**
 * Plays to the end with hls.js as it comes, in one quality: the largest with a short side of at most `most` lines. `rate`
 * times as fast.
 */
export function playHls(page: Page, url: string, options: { rate: number; most: number }): Promise<Playback> {
  return page.evaluate(
    ({ url, rate, most }) =>
      new Promise<Playback>((resolve) => {
        const video = document.querySelector('video');
        if (!video) throw new Error('no video');
        const hls = new Hls({ maxBufferLength: 60 });
        const stalls: number[] = [];
        const errors: string[] = [];
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
      }),
    { url, ...options },
  );
}

/**
 * Plays what an MPD lists, read by the browser's own XML parser and Media Source: of picture and sound the first
 * representation, each segment at the place where the MPD says it is. Answers how it played, and what of the MPD is not so.
 * @param options.frameS how long a picture is shown: browsers end a segment with its last one in the order of decoding.
 */
export function playDash(page: Page, url: string, options: { rate: number; frameS: number }): Promise<Playback> {
  return page.evaluate(
    async ({ url, rate, frameS }) => {
      const video = document.querySelector('video');
      if (!video) throw new Error('no video');
      const mpd = new DOMParser().parseFromString(await (await fetch(url)).text(), 'text/xml');
      const source = new MediaSource();
      const errors: string[] = [];
      const stalls: number[] = [];
      const once = (target: EventTarget | PageVideo, name: string) =>
        new Promise<void>((resolve) => target.addEventListener(name, () => resolve(), { once: true }));
      video.src = URL.createObjectURL(source as unknown as Blob);
      await once(source, 'sourceopen');
      const root = mpd.querySelector('MPD');
      const [, seconds = 'NaN'] = /^PT([\d.]+)S$/.exec(root?.getAttribute('mediaPresentationDuration') ?? '') ?? [];
      source.duration = Number(seconds);
      const sets = [...mpd.querySelectorAll('AdaptationSet')].filter(
        (set) => set.getAttribute('contentType') !== 'text',
      );
      // All of them before the first byte: Media Source takes no more afterwards.
      const tracks = sets.map((set) => {
        const representation = set.querySelector('Representation');
        const type = `${set.getAttribute('mimeType')}; codecs="${representation?.getAttribute('codecs')}"`;
        return {
          type,
          template: representation?.querySelector('SegmentTemplate'),
          buffer: source.addSourceBuffer(type),
        };
      });
      for (const { type, template, buffer } of tracks) {
        const number = (element: PageElement, name: string) => Number(element.getAttribute(name));
        const append = async (name: string | null | undefined) => {
          const answer = await fetch(new URL(name ?? '', url));
          if (!answer.ok) errors.push(`${name} answers ${answer.status}`);
          const done = once(buffer, 'updateend');
          buffer.appendBuffer(await answer.arrayBuffer());
          await done;
        };
        if (!template) throw new Error(`no segments of ${type}`);
        await append(template.getAttribute('initialization'));
        const timescale = number(template, 'timescale');
        let sequence = number(template, 'startNumber');
        const runs = [...template.querySelectorAll('S')];
        for (const run of runs) {
          for (let i = 0; i <= number(run, 'r'); i++) {
            await append(template.getAttribute('media')?.replace('$Number$', String(sequence)));
            sequence++;
            const { buffered } = buffer as unknown as PageVideo;
            const says = (number(run, 't') + (i + 1) * number(run, 'd')) / timescale;
            const ends = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
            // The last picture may be held for longer than its own frame: that shows when all is there.
            const last = run === runs.at(-1) && i === number(run, 'r');
            if (buffered.length !== 1 || buffered.start(0) > 0.001 || (!last && Math.abs(ends - says) > 0.1 + frameS))
              errors.push(
                `${type}: ${buffered.length} ranges until ${ends} s after number ${sequence - 1}, not ${says}`,
              );
          }
        }
      }
      source.endOfStream();
      let begun = false;
      video.addEventListener('playing', () => {
        begun = true;
      });
      video.addEventListener('waiting', () => {
        if (begun && video.currentTime > 0.25) stalls.push(video.currentTime);
      });
      video.playbackRate = rate;
      const ended = once(video, 'ended');
      const late = new Promise<void>((resolve) => setTimeout(resolve, 300_000));
      await video.play();
      await Promise.race([ended, once(video, 'error'), late]);
      if (video.error) errors.push(`element: ${video.error.message}`);
      return {
        endedAt: video.currentTime,
        duration: video.duration,
        width: video.videoWidth,
        height: video.videoHeight,
        frames: video.getVideoPlaybackQuality().totalVideoFrames,
        stalls,
        errors,
      };
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
