import { access } from 'node:fs/promises';
import { after, before } from 'node:test';
import { type Shape, startPlatform, type TestPlatform } from '@kinora/testing';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];
const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export interface Surroundings {
  platform(): TestPlatform;
  /** A browser profile of its own with one page; what fails in the page fails the test at `assertClean`. */
  open(options?: BrowserContextOptions): Promise<OpenedPage>;
}

export interface OpenedPage extends AsyncDisposable {
  page: Page;
  /** Uncaught errors of the page so far. */
  errors: string[];
}

/** The real browser on the real server; booted once for the tests of a file. */
export function withBrowser(shape: Shape): Surroundings {
  let platform: TestPlatform | undefined;
  let browser: Browser | undefined;
  before(async () => {
    [platform, browser] = await Promise.all([
      startPlatform({ shape }),
      chromium.launch({ executablePath: await findChromium(), args: FLAGS }),
    ]);
  });
  after(async () => {
    await browser?.close();
    await platform?.stop();
  });
  return {
    platform() {
      if (!platform) throw new Error('The platform has not started.');
      return platform;
    },
    async open(options = {}) {
      if (!browser || !platform) throw new Error('The browser has not started.');
      const context = await browser.newContext({ baseURL: platform.url, locale: 'en-GB', ...options });
      context.setDefaultTimeout(45_000);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      return { page, errors, [Symbol.asyncDispose]: () => context.close() };
    },
  };
}

async function findChromium(): Promise<string> {
  for (const path of CANDIDATES) {
    if (!path) continue;
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  throw new Error('There is no Chromium on this machine. Install it (apt-get install chromium) or set CHROMIUM_PATH.');
}
