import { access } from 'node:fs/promises';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';

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

export interface TestBrowser extends AsyncDisposable {
  /** A profile of its own with one page of the server; what fails in the page is in `errors`. */
  open(options?: BrowserContextOptions): Promise<OpenedPage>;
}

export interface OpenedPage extends AsyncDisposable {
  page: Page;
  /** Uncaught errors of the page so far. */
  errors: string[];
}

/** The real browser, to look at one server. */
export async function startBrowser(baseURL: string): Promise<TestBrowser> {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: FLAGS });
  return {
    async open(options = {}) {
      const context = await browser.newContext({ baseURL, locale: 'en-GB', ...options });
      context.setDefaultTimeout(45_000);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      return { page, errors, [Symbol.asyncDispose]: () => context.close() };
    },
    [Symbol.asyncDispose]: () => browser.close(),
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
