import { makeFilm, registerAccount, type Shape, startPlatform, uploadFilm, waitForState } from '@kinora/testing';
import { type OpenedPage, startBrowser, type TestBrowser } from '../../e2e/browser/start-browser.ts';
import { type Metric, median, metric } from '../report.ts';

const FILMS = 12;
const VISITS = 5;
/** After the page is there: what comes late moves what is being read. */
const LATER_MS = 2500;

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
/** A phone of the middle, where the network is good: a quarter of this processor, 10 Mbit/s, 40 ms there and back. */
const SLOWER = 4;
const NETWORK = { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 625_000 };

/** Core Web Vitals as Chromium has them: kept in the page from its first moment on. */
const OBSERVE = `
globalThis.vitals = { lcp: 0, cls: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) vitals.lcp = entry.startTime;
}).observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) vitals.cls += entry.value;
}).observe({ type: 'layout-shift', buffered: true });
`;

/**
 * The largest paint of pages in a profile that has never been here, and how far anything moves by itself; on a computer,
 * and on a phone behind a network.
 */
export async function pages({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  await using platform = await startPlatform({ shape });
  const { client } = await registerAccount(platform);
  const film = await makeFilm({ seconds: 6 });
  let last = '';
  for (let i = 0; i < FILMS; i++) {
    const { id } = await uploadFilm(client, film, { title: `Film ${i}`, tags: ['ropes'] });
    await waitForState(client, id, 'ready');
    last = id;
  }
  await platform.settle();
  const [channel] = await client.channels.mine();
  await using browser = await startBrowser(platform.url);
  const metrics: Record<string, Metric> = {};
  for (const [name, path] of Object.entries({
    home: '/',
    'a video': `/watch/${last}`,
    'a channel': `/@${channel?.handle}`,
    'a tag': '/tag/ropes',
    'log-in': '/login',
  })) {
    for (const device of ['computer', 'phone'] as const) {
      const visits = [];
      // The first one warms the server, whose answers are compiled and cached by then.
      for (let i = 0; i <= VISITS; i++) visits.push(await visit(browser, path, device));
      const [, ...counted] = visits;
      metrics[`${name}, ${device}: largest paint`] = metric(median(counted.map(({ lcp }) => lcp)), 'ms', '<= 1500');
      metrics[`${name}, ${device}: moved by itself`] = metric(
        Math.max(...counted.map(({ cls }) => cls)),
        '',
        '<= 0.02',
      );
    }
  }
  return metrics;
}

async function visit(
  browser: TestBrowser,
  path: string,
  device: 'computer' | 'phone',
): Promise<{ lcp: number; cls: number }> {
  await using opened = await browser.open({ viewport: device === 'phone' ? PHONE : DESKTOP });
  const { page } = opened;
  if (device === 'phone') await slowDown(opened);
  await page.addInitScript(OBSERVE);
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(LATER_MS);
  return await page.evaluate<{ lcp: number; cls: number }>('vitals');
}

async function slowDown({ page }: OpenedPage): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
}
