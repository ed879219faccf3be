import { makeSource, registerAccount, type Shape, startPlatform, uploadFilm, waitForState } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { startBrowser } from '../../e2e/browser/start-browser.ts';
import { type Metric, metric, percentile } from '../report.ts';

// What code has that runs in the page; all other code is Node's.
interface PageVideo {
  currentTime: number;
  duration: number;
  requestVideoFrameCallback(done: (now: number, frame: { mediaTime: number }) => void): void;
}
declare const document: {
  querySelector(selector: string): PageVideo | null;
  addEventListener(name: string, listener: (event: { timeStamp: number }) => void, capture: boolean): void;
};
declare const MutationObserver: new (
  changed: () => void,
) => { observe(target: unknown, options: object): void; disconnect(): void };

const STARTS = 20;
const SEEKS = 40;
/** Every so often of the one before it, so that places are far from each other and the same in each run. */
const GOLDEN = 0.618_033_988_75;

/**
 * Ten minutes of 1080p that are passed through: from the click on its card to its first picture on the screen in a fresh
 * profile of a browser that has been open for a while, and from a seek to the picture of that place.
 */
export async function playback({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  await using platform = await startPlatform({ shape, environment: { CHUNK_SECONDS: '20' } });
  const { client } = await registerAccount(platform);
  const film = await makeSource({
    name: 'ten minutes of 1080p',
    extension: 'mp4',
    film: { seconds: 30, width: 1920, height: 1080, bitrateBps: 5_000_000 },
    made: [['-stream_loop', '19', '-i', '{in}', '-c', 'copy', '{out}']],
  });
  const { id } = await uploadFilm(client, film, { title: 'Ten minutes' });
  await waitForState(client, id, 'ready', { timeoutMs: 3_600_000 });
  await platform.settle();

  await using browser = await startBrowser(platform.url);
  const starts: number[] = [];
  for (let i = 0; i <= STARTS; i++) {
    await using opened = await browser.open({ viewport: { width: 1920, height: 1080 } });
    const ms = await measureStart(opened.page);
    // The first is the browser's own start: its programs are read from the disk.
    if (i > 0) starts.push(ms);
  }
  await using opened = await browser.open({ viewport: { width: 1920, height: 1080 } });
  await measureStart(opened.page);
  const seeks: number[] = [];
  for (let i = 1; i <= SEEKS; i++) seeks.push(await measureSeek(opened.page, (i * GOLDEN) % 1));
  return {
    'from the click to the first picture, p50': metric(percentile(starts, 0.5), 'ms', '<= 500'),
    'from the click to the first picture, p95': metric(percentile(starts, 0.95), 'ms', '<= 500'),
    'from a seek to its picture, p50': metric(percentile(seeks, 0.5), 'ms', '<= 300'),
    'from a seek to its picture, p95': metric(percentile(seeks, 0.95), 'ms', '<= 300'),
  };
}

/** From the click as the browser has it, on the page of all videos as it lies when nothing moves any more. */
async function measureStart(page: Page): Promise<number> {
  await page.goto('/');
  const link = page.getByRole('link', { name: 'Ten minutes' }).first();
  await link.waitFor();
  await page.waitForLoadState('networkidle');
  const measured = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let clickedAt = 0;
        document.addEventListener(
          'click',
          ({ timeStamp }) => {
            clickedAt = timeStamp;
          },
          true,
        );
        const observer = new MutationObserver(() => {
          const video = document.querySelector('video.kp-video');
          if (!video) return;
          observer.disconnect();
          video.requestVideoFrameCallback((now) => resolve(now - clickedAt));
        });
        observer.observe(document, { childList: true, subtree: true });
      }),
  );
  await link.click();
  return measured;
}

/** To the first picture of that place, at least a frame's length of time apart from what is held by chance. */
function measureSeek(page: Page, share: number): Promise<number> {
  return page.evaluate(
    (share) =>
      new Promise<number>((resolve, reject) => {
        const video = document.querySelector('video.kp-video');
        if (!video) return reject(new Error('There is no video.'));
        const target = share * video.duration;
        const from = performance.now();
        const next = (now: number, { mediaTime }: { mediaTime: number }) => {
          if (mediaTime >= target - 0.1 && mediaTime < target + 2) resolve(now - from);
          else video.requestVideoFrameCallback(next);
        };
        video.requestVideoFrameCallback(next);
        video.currentTime = target;
      }),
    share,
  );
}
