import assert from 'node:assert/strict';
import { eventually, makeFilm, type TestPlatform } from '@kinora/testing';
import { assertPlays, dropFile, limitUpload, registerInPage, waitForPicture } from '../browser/page-steps.ts';
import { startBrowser } from '../browser/start-browser.ts';
import { scenario } from '../scenario.ts';

// What the project is for, as one person does it.
scenario(
  'a person registers, drops a film, names it while it uploads, and watches it before it is ready',
  async (platform) => {
    await using browser = await startBrowser(platform.url);
    await using opened = await browser.open();
    const { page, errors } = opened;
    await registerInPage(page);
    await page.goto('/upload');
    const film = await makeFilm({ seconds: 40, videoCodec: 'mpeg4', bitrateBps: 600_000 });
    // For 20 s, so that the page plays before its end on busy machines too.
    await limitUpload(page, 500_000);
    await dropFile(page, film);
    const title = page.getByLabel('Title', { exact: true });
    await title.waitFor();
    await title.fill('A name of its own');
    await title.blur();
    const link = page.getByRole('link', { name: 'Watch now' });
    await link.waitFor({ timeout: 60_000 });
    const id = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
    assert.notEqual((await stateOf(platform, id)).state, 'ready', 'it is offered before it is ready');
    await link.click();
    await assertPlays(page);
    await page.getByRole('heading', { name: 'A name of its own' }).waitFor();

    await eventually('everything is processed', async () => (await stateOf(platform, id)).state === 'ready', {
      timeoutMs: 60_000,
      everyMs: 250,
    });
    await assertPlays(page);
    await page.getByRole('region', { name: 'Video player' }).or(page.getByLabel('Video player')).first().focus();
    await page.keyboard.press('k');
    const { time } = await waitForPicture(page, 'it is paused', ({ paused }) => paused);
    await page.keyboard.press('ArrowRight');
    await waitForPicture(page, 'it has gone forward', (picture) => picture.time > time + 3);
    await page.keyboard.press('k');
    await page.mouse.move(400, 300);
    await page.getByRole('button', { name: /^Quality/ }).click();
    const menu = page.getByRole('menu', { name: 'Quality' });
    await menu.getByText('240p').click();
    await waitForPicture(page, 'it is the small one', ({ height }) => height === 240);
    await assertPlays(page);
    assert.deepEqual(errors, []);
  },
  { alone: true },
);

async function stateOf(platform: TestPlatform, id: string): Promise<{ state: string; title: string }> {
  const answer = await fetch(`${platform.url}/api/v1/videos/${id}`);
  assert.equal(answer.status, 200);
  return (await answer.json()) as { state: string; title: string };
}
