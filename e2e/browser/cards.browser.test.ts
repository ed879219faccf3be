import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

test('cards and an end are set in the editor, and lead viewers on, in frames too', { timeout: 90_000 }, async () => {
  const person = await registerAccount(platform);
  const film = await makeFilm({ seconds: 12 });
  const upload = async (title: string) => {
    const { id } = await uploadFilm(person.client, film, { title, visibility: 'public' });
    await waitForState(person.client, id, 'ready');
    return id;
  };
  const [id, next] = await Promise.all([upload('The slip'), upload('The ropes')]);
  {
    await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
    const { page } = opened;
    await logIn(page, person);
    await page.goto(`/studio/videos/${id}`);
    await page.getByRole('button', { name: 'Add a card here' }).click();
    await page.getByLabel('Card 1 leads to').selectOption('The ropes');
    await page.getByLabel('Video 1').selectOption('The ropes');
    await page.getByRole('switch', { name: 'The channel', exact: true }).click();
    await assertUsableNow(page, 'cards in the editor');
    const set = await eventually('all of it is saved', async () => {
      const cards = await person.client.videos.cards(id);
      return cards.endScreen?.withChannel ? cards : undefined;
    });
    assert.deepEqual([set.cards[0]?.video?.id, set.endScreen?.videos[0]?.id], [next, next]);
    assert.deepEqual(opened.errors, []);
  }
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await page.goto(`/watch/${id}`);
  const card = page.getByRole('complementary', { name: 'Pointed out' });
  await card.getByRole('link', { name: 'The ropes' }).waitFor();
  await assertUsableNow(page, 'a card over the film');
  await card.getByRole('button', { name: 'Hide this' }).click();
  await card.waitFor({ state: 'detached' });
  await page.getByRole('slider', { name: 'Seek' }).press('End');
  const end = page.getByRole('complementary', { name: 'What to watch next' });
  await end.getByRole('link', { name: 'To the channel' }).waitFor();
  await assertUsableNow(page, 'the end of the film');
  await end.getByRole('link', { name: 'The ropes' }).click();
  await page.waitForURL(`**/watch/${next}`);
  await end.waitFor({ state: 'detached' });

  await page.goto(`/embed/${id}?autoplay=1`);
  const framed = card.getByRole('link', { name: 'The ropes' });
  await framed.waitFor();
  assert.equal(await framed.getAttribute('target'), '_blank', 'no other page of ours in somebody’s frame');
  await person.client.videos.update(next, { visibility: 'private' });
  await page.goto(`/watch/${id}`);
  await page.getByRole('slider', { name: 'Seek' }).press('End');
  await end.getByRole('link', { name: 'To the channel' }).waitFor();
  assert.equal(await end.getByRole('link', { name: 'The ropes' }).count(), 0);
  assert.deepEqual(opened.errors, []);
});
