import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm } from '@kinora/testing';
import { assertPlays, dropFile, limitUpload, pictureOf, registerInPage } from './page-steps.ts';
import type { Surroundings } from './with-browser.ts';

/** What the project is for, as one person does it; the same in both shapes. */
export function testTheJob(surroundings: Surroundings): void {
  test('a person registers, drops a film, names it while it uploads, and watches it before it is ready', {
    timeout: 180_000,
  }, async () => {
    await using opened = await surroundings.open();
    const { page, errors } = opened;
    await registerInPage(page);
    await page.goto('/upload');
    const film = await makeFilm({ seconds: 40, videoCodec: 'mpeg4', bitrateBps: 1_500_000 });
    await limitUpload(page, 2_500_000);
    await dropFile(page, film);
    const title = page.getByLabel('Title', { exact: true });
    await title.waitFor();
    await title.fill('A name of its own');
    await title.blur();
    const link = page.getByRole('link', { name: 'Watch now' });
    await link.waitFor({ timeout: 60_000 });
    const id = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
    await link.click();
    await assertPlays(page);
    const state = await stateOf(surroundings, id);
    assert.equal(state.state, 'playable', 'it plays before it is ready');
    assert.equal(state.title, 'A name of its own');
    await page.getByRole('heading', { name: 'A name of its own' }).waitFor();

    await eventually('everything is processed', async () => (await stateOf(surroundings, id)).state === 'ready', {
      timeoutMs: 60_000,
      everyMs: 250,
    });
    await assertPlays(page);
    await page.getByRole('region', { name: 'Video player' }).or(page.getByLabel('Video player')).first().focus();
    await page.keyboard.press('k');
    await page.waitForFunction(() => document.querySelector('video')?.paused);
    const { time } = await pictureOf(page);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((from) => (document.querySelector('video')?.currentTime ?? 0) > from + 3, time);
    await page.keyboard.press('k');
    await page.mouse.move(400, 300);
    await page.getByRole('button', { name: /^Quality/ }).click();
    const menu = page.getByRole('menu', { name: 'Quality' });
    await menu.getByText('240p').click();
    await page.waitForFunction(() => document.querySelector('video')?.videoHeight === 240);
    await assertPlays(page);
    assert.deepEqual(errors, []);
  });
}

async function stateOf({ platform }: Surroundings, id: string): Promise<{ state: string; title: string }> {
  const answer = await fetch(`${platform().url}/api/v1/videos/${id}`);
  assert.equal(answer.status, 200);
  return (await answer.json()) as { state: string; title: string };
}
