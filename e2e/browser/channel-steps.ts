import assert from 'node:assert/strict';
import { eventually, type Person } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { assertUsableNow } from './assert-usable.ts';

/** Makes a second channel, renames it, and deletes it with what becomes of its video said before. */
export async function playChannels(page: Page, person: Person): Promise<void> {
  const { client } = person;
  const [first] = await client.channels.mine();
  assert.ok(first);
  const handle = `ice-${first.id.slice(-8).toLowerCase()}`;
  const renamed = `snow-${first.id.slice(-8).toLowerCase()}`;

  await page.goto('/studio');
  await page.getByRole('button', { name: /^Channel of the studio/ }).click();
  await page.getByRole('menuitem', { name: 'New channel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Ice Stories');
  assert.equal(await dialog.getByLabel('Handle').inputValue(), 'ice-stories');
  await dialog.getByLabel('Handle').fill(first.handle);
  await dialog.getByRole('button', { name: 'Make the channel' }).click();
  await dialog.getByText('Somebody has this handle already').waitFor();
  await dialog.getByLabel('Handle').fill(handle);
  await dialog.getByRole('button', { name: 'Make the channel' }).click();
  await page.getByRole('button', { name: 'Channel of the studio: Ice Stories' }).waitFor();
  const second = await client.channels.get(`@${handle}`);

  await page.getByLabel('Handle').fill(renamed);
  await page.getByText(`@${handle} leads here from then on`).waitFor();
  await assertUsableNow(page, 'the new handle');
  await page.getByRole('button', { name: 'Change the handle' }).click();
  await page.getByText(`@${handle} leads here`).waitFor({ state: 'hidden' });
  await page.goto(`/@${handle}`);
  await page.waitForURL(`**/@${renamed}`);
  await page.getByRole('heading', { name: 'Ice Stories' }).waitFor();

  const { id } = await client.videos.create({ title: 'Adrift', channelId: second.id, visibility: 'private' });
  await page.goto('/studio');
  await page.getByText('Adrift').first().waitFor();
  await page.getByRole('button', { name: /^Channel of the studio/ }).click();
  await page.getByRole('menuitemradio', { name: first.name }).click();
  await page.keyboard.press('Escape');
  await page.getByText('Adrift').first().waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Channel of the studio/ }).click();
  await page.getByRole('menuitemradio', { name: 'Ice Stories' }).click();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Channel', exact: true }).click();
  await page.getByRole('button', { name: 'Delete channel' }).click();
  await dialog.getByLabel('Its video').selectOption('Delete with the channel');
  await dialog.getByRole('button', { name: 'Delete channel and video' }).waitFor();
  await dialog.getByLabel('Its video').selectOption({ label: `Move to ${first.name}` });
  await assertUsableNow(page, 'what becomes of the videos');
  await dialog.getByRole('button', { name: 'Delete channel' }).click();
  await page.getByText('The channel “Ice Stories” is deleted.').waitFor();
  await page.getByRole('button', { name: `Channel of the studio: ${first.name}` }).waitFor();
  await eventually('the video is in the other one', async () => {
    const { channel } = await client.videos.get(id);
    return channel?.id === first.id;
  });
}
