import { after, before } from 'node:test';
import { startPlatform, type TestPlatform } from '@kinora/testing';
import { startBrowser, type TestBrowser } from './start-browser.ts';

/** Of the test file that imports this: everything in one process, from before its tests until after them. */
export let platform: TestPlatform;
/** To look at it. */
export let browser: TestBrowser;

before(async () => {
  platform = await startPlatform({ shape: 'one' });
  browser = await startBrowser(platform.url);
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await platform?.stop();
});
