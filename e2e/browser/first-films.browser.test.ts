import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createClient } from '@kinora/sdk';
import { eventually, makeFilm } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { administratorOf } from '../administrator.ts';
import { SIZES } from './assert-usable.ts';
import { countClicks } from './page-steps.ts';
import { browser, platform } from './site.ts';

const FILMS = 10;
/** From the invitation to ten published films. */
const MOST_CLICKS = 20;
const CAPTIONS = 'WEBVTT\n\n00:00.000 --> 00:01.000\nIs og vann\n';

test('from the invitation to ten films with captions, set up by a template and published at once', {
  timeout: 180_000,
}, async () => {
  const link = await invite('maker@example.org');
  await using opened = await browser.open({ viewport: SIZES.wide });
  const { page, errors } = opened;
  const clicks = await countClicks(page);
  await page.goto(link);
  await page.locator('input[name=displayName]').fill('Mia Maker');
  await page.locator('input[name=password]').fill('several long words');
  await page.locator('form button[type=submit]').click();
  await page.getByRole('link', { name: 'Create' }).first().waitFor();

  await dropFilms(page);
  await page.getByText('Film 9.mp4').first().waitFor();
  await page.getByText('“lone.srt” has no film beside it.', { exact: false }).waitFor();
  await makeTemplate(page);
  await page.getByRole('link', { name: 'Uploads', exact: true }).click();
  await page.getByLabel('Start from').selectOption('Harbour films');
  await page.getByRole('button', { name: `Put on the ${FILMS} videos below` }).click();
  await page.getByText(`${FILMS} videos are changed`).waitFor();
  await page.getByRole('link', { name: 'Content', exact: true }).click();
  // What was listed when the page was open before is shown at once, and the rest follows.
  await page
    .locator('tbody tr:not([aria-hidden])')
    .nth(FILMS - 1)
    .waitFor();
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await page.getByText(`${FILMS} selected`).waitFor();
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText(`${FILMS} videos are changed`).waitFor();
  const counted = await clicks();
  assert.ok(counted <= MOST_CLICKS, `${counted} clicks`);

  await assertSeenByAll();
  assert.deepEqual(errors, []);
});

/** The link of the mail, which waits in the outbox: no server is connected here. */
async function invite(address: string): Promise<string> {
  const { client } = await administratorOf(platform);
  await client.admin.invite({ addresses: address, role: 'creator' });
  const { items } = await client.mail.outbox({ limit: 10 });
  const { text } = await client.mail.read(items.find(({ to }) => to === address)?.id ?? '');
  return /http\S+\/invite#\S+/.exec(text ?? '')?.[0] ?? '';
}

/** Onto whatever page is open, as a folder's content is dragged there. */
async function dropFilms(page: Page): Promise<void> {
  const film = await readFile(await makeFilm({ seconds: 2, width: 320, height: 180 }));
  const dataTransfer = await page.evaluateHandle(
    ({ base64, captions, count }) => {
      const {
        DataTransfer,
        File,
        Uint8Array: Bytes,
        atob: decode,
      } = globalThis as never as {
        DataTransfer: new () => { items: { add(file: unknown): void } };
        File: new (parts: unknown[], name: string, options?: { type: string }) => unknown;
        Uint8Array: typeof Uint8Array;
        atob: typeof atob;
      };
      const bytes = Bytes.from(decode(base64), (char) => char.charCodeAt(0));
      const transfer = new DataTransfer();
      for (let number = 0; number < count; number++) {
        // So that no two of them are the same file: a box that players skip.
        const own = new Bytes([0, 0, 0, 12, 0x66, 0x72, 0x65, 0x65, 0, 0, 0, number]);
        transfer.items.add(new File([bytes, own], `Film ${number}.mp4`, { type: 'video/mp4' }));
        transfer.items.add(new File([captions], `Film ${number}.nb.vtt`));
      }
      transfer.items.add(new File([captions], 'lone.srt'));
      return transfer;
    },
    { base64: film.toString('base64'), captions: CAPTIONS, count: FILMS },
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer });
  await page.getByText('Let go to upload').waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}

/** Of the first film: what is said of it is said of all. */
async function makeTemplate(page: Page): Promise<void> {
  await page.getByLabel('Category').selectOption('Science and technology');
  await page.getByLabel('Licence').selectOption('cc-by-sa');
  await page.getByLabel('Spoken language').selectOption('nb');
  await page.getByRole('combobox', { name: 'Tags' }).fill('harbour');
  await page.getByRole('combobox', { name: 'Tags' }).press('Enter');
  await page.getByRole('button', { name: 'Remove harbour' }).waitFor();
  await page.getByRole('link', { name: 'Content', exact: true }).click();
  await page.getByRole('link', { name: 'Film 0', exact: true }).click();
  await page.getByRole('button', { name: 'Save as template' }).click();
  await page.getByLabel('Name of the template').fill('Harbour films');
  await page.getByLabel('Name of the template').press('Enter');
  await page.getByText('“Harbour films” is kept').waitFor();
}

async function assertSeenByAll(): Promise<void> {
  const visitor = createClient({ baseUrl: platform.url });
  const films = await eventually(
    'all are listed',
    async () => {
      const { items } = await visitor.videos.list({ tag: 'harbour', limit: 100 });
      return items.length === FILMS && items;
    },
    { timeoutMs: 120_000 },
  );
  for (const { id } of films) {
    const { category, licence, language } = await visitor.videos.get(id);
    const captions = await visitor.captions.list(id);
    assert.deepEqual([category, licence, language], ['science', 'cc-by-sa', 'nb']);
    assert.deepEqual(
      captions.map((track) => track.language),
      ['nb'],
    );
  }
}
