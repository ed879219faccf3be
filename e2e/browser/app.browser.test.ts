import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually, registerAccount, startPlatform, type TestPlatform } from '@kinora/testing';
import { assertUsable } from './assert-usable.ts';
import { playCommands } from './command-steps.ts';
import { logIn, type PagePerson, registerInPage } from './page-steps.ts';
import { startBrowser, type TestBrowser } from './start-browser.ts';

// What code has that runs in the page; all other code is Node's.
declare const caches: { keys(): Promise<string[]> };

const DIST = fileURLToPath(new URL('../../apps/web/dist/', import.meta.url));

let directory: string;
let platform: TestPlatform;
let browser: TestBrowser;
let person: PagePerson;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kinora-app-'));
  await cp(DIST, directory, { recursive: true });
  platform = await startPlatform({ shape: 'one', environment: { WEB_DIR: directory } });
  browser = await startBrowser(platform.url);
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await platform?.stop();
  await rm(directory, { recursive: true, force: true });
});

test('the page speaks the language of the browser, or the one that is chosen, from its first paint on', async () => {
  await using opened = await browser.open({ locale: 'ar-EG' });
  const { page } = opened;
  const direction = () => page.locator('html').evaluate((html: { lang: string; dir: string }) => [html.lang, html.dir]);
  await page.goto('/');
  await page.getByRole('link', { name: 'تسجيل الدخول' }).first().waitFor();
  assert.deepEqual(await direction(), ['ar', 'rtl']);
  await page.getByRole('button', { name: 'اللغة' }).click();
  await page.getByRole('menuitemradio', { name: '日本語' }).click();
  await page.getByRole('link', { name: 'ログイン' }).first().waitFor();
  assert.deepEqual(await direction(), ['ja', 'ltr']);
  // Mail to whoever registers now is in the language of the page, and not in that of the browser.
  const told = page.waitForRequest((request) => request.headers()['accept-language'] === 'ja');
  await page.reload();
  await page.getByRole('link', { name: 'ログイン' }).first().waitFor();
  assert.match((await told).url(), /\/api\/v1\//);
  assert.deepEqual(opened.errors, []);
});

test('pages that read from right to left can be used as well', async () => {
  await using opened = await browser.open({ locale: 'ar-EG', bypassCSP: true });
  const { page } = opened;
  person = await registerInPage(page);
  for (const path of ['/settings', '/upload']) {
    await assertUsable(page, path, 'wide');
    await assertUsable(page, path, 'phone');
  }
  assert.deepEqual(opened.errors, []);
});

test('without a connection the app says so, and nothing of it outlives an upgrade of the server', async () => {
  await using opened = await browser.open();
  const { page } = opened;
  await logIn(page, person);
  const kept = () => page.evaluate(() => caches.keys());
  await eventually('the page for times without a connection is kept', async () => (await kept()).length === 1);
  await platform.halt();
  await page.goto('/studio');
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();
  await page.goto('/upload');
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();

  for (const [name, from, to] of [
    ['index.html', '<body>', '<body data-release="next">'],
    ['offline.html', 'You are offline', 'There is no connection'],
  ] as const) {
    const path = join(directory, name);
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  }
  const worker = join(directory, 'service-worker.js');
  await writeFile(worker, (await readFile(worker, 'utf8')).replace(/VERSION = '\w+'/, "VERSION = 'next'"));
  for (const extension of ['br', 'gz']) await rm(`${worker}.${extension}`);
  await platform.boot();
  await page.getByRole('link', { name: 'Try again' }).click();
  await page.locator('body[data-release="next"]').waitFor();
  await page.waitForURL(/\/upload$/);
  await eventually('the next release has taken over', async () => (await kept()).join() === 'next');
  await platform.halt();
  await page.goto('/');
  await page.getByRole('heading', { name: 'There is no connection' }).waitFor();
  await platform.boot();
});

test('every page and every setting is reached by its name, without a pointer', { timeout: 60_000 }, async () => {
  const somebody = await registerAccount(platform);
  await using opened = await browser.open({ bypassCSP: true });
  await logIn(opened.page, somebody);
  await playCommands(opened.page);
  assert.deepEqual(opened.errors, []);
});
