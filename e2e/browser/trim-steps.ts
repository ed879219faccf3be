import { eventually } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { waitForPicture } from './page-steps.ts';

/** What code has that runs in the page; all other code is Node's. */
declare const requestAnimationFrame: (look: () => void) => void;
interface PreviewVideo {
  currentTime: number;
  duration: number;
  paused: boolean;
  ended: boolean;
  pause(): void;
}

/** Cuts the first part in two where it is clicked in the timeline, and types what the two begin and end with. */
export async function cutPart(
  page: Page,
  { fromS, untilS, lengthS }: { fromS: number; untilS: number; lengthS: number },
): Promise<void> {
  await lookAt(page, { atS: (fromS + untilS) / 2, lengthS });
  await page.keyboard.press('s');
  await page.getByRole('textbox', { name: 'End of part 1' }).fill(String(fromS));
  await page.getByRole('textbox', { name: 'Start of part 2' }).fill(String(untilS));
  await page.keyboard.press('Enter');
}

/** Clicks in the timeline, of a film of that length. */
export async function lookAt(page: Page, { atS, lengthS }: { atS: number; lengthS: number }): Promise<void> {
  const strip = page.locator('.trim-strip');
  const { width } = (await strip.boundingBox()) ?? { width: 0 };
  await strip.click({ position: { x: (width * atS) / lengthS, y: 20 } });
  await waitForPicture(page, 'it shows where it was clicked', ({ time }) => Math.abs(time - atS) < 0.2);
}

/** Resolves when the page shows what was made of it. */
export async function saveTrim(page: Page, kept: string): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(`Parts of this video are cut out: ${kept} of`).waitFor({ timeout: 60_000 });
}

/** Plays the first part until what is behind the cut is shown, and nothing between. */
export async function playOverCut(page: Page, { fromS, untilS }: { fromS: number; untilS: number }): Promise<void> {
  // A machine that draws nothing for half a second looks like somebody who seeks: then it is played again.
  await eventually(
    'the preview plays over the cut',
    async () => {
      await page.getByRole('button', { name: 'Play part 1' }).click();
      const shown = await page.locator('video').evaluate(timesAround, { fromS, untilS });
      return shown.length > 0 && shown.every((time) => time < fromS + 0.5 || time >= untilS - 0.05);
    },
    { timeoutMs: 45_000, everyMs: 0 },
  );
}

/** What each frame of the screen shows from before a cut until behind it; it is paused in the end. */
function timesAround(video: PreviewVideo, { fromS, untilS }: { fromS: number; untilS: number }): Promise<number[]> {
  return new Promise((resolve) => {
    const times: number[] = [];
    const look = () => {
      const { currentTime, paused, ended } = video;
      if (times.length > 0 || (!paused && currentTime < fromS)) times.push(currentTime);
      if (!ended && (times.length === 0 || currentTime < untilS)) return requestAnimationFrame(look);
      video.pause();
      resolve(times);
    };
    look();
  });
}

/** How long the film is that a viewer gets, to a tenth of a second. */
export async function watchedLengthS(page: Page, videoId: string): Promise<number> {
  await page.goto(`/watch/${videoId}`);
  await waitForPicture(page, 'there is a picture', ({ width }) => width > 0);
  const length = await page.locator('video').evaluate((video: PreviewVideo) => video.duration);
  return Math.round(length * 10) / 10;
}
