import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { newId } from '@kinora/kernel';
import { eventually, makeFilm, registerAccount, startVideo, uploadFilm, waitForState } from '@kinora/testing';
import { SIZES } from './assert-usable.ts';
import { driveFromAround, examplesOf, seekFile, serveElsewhere } from './embed-steps.ts';
import { assertPlays, logIn, waitForPicture } from './page-steps.ts';
import { browser, platform } from './site.ts';

test('a creator adds captions and writes others, and a viewer chooses between them and goes by chapters', {
  timeout: 150_000,
}, async () => {
  await using opened = await browser.open({ viewport: SIZES.wide });
  const { page, errors } = opened;
  const person = await registerAccount(platform);
  const description = '0:00 Ropes\n0:05 The slip\n0:10 Oars';
  const { id } = await uploadFilm(person.client, await makeFilm({ width: 426, height: 240 }), {
    title: 'Spoken',
    description,
  });
  await waitForState(person.client, id, 'ready');
  await logIn(page, person);
  await page.goto(`/studio/videos/${id}`);
  await page.getByRole('button', { name: 'Add captions' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Language').selectOption('de');
  const srt = Buffer.from('1\r\n00:00:00,000 --> 00:00:30,000\r\n<i>Die</i> Bretter & Äpfel <script>\r\n', 'latin1');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'x.srt', mimeType: '', buffer: srt });
  await page.getByText('Captions in German are added').waitFor();

  await page.getByRole('button', { name: 'Add captions' }).click();
  await dialog.getByLabel('Language').selectOption('en');
  await dialog.getByRole('button', { name: 'Write them here' }).click();
  await page.getByRole('button', { name: 'Add a caption here' }).click();
  await page.getByLabel('Text of the caption at 0:00.000').fill('The planks');
  await page.getByLabel('End of the caption at 0:00.000').fill('30');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await person.client.captions.put(id, 'en', { file: 'WEBVTT\n\n0:00.000 --> 0:01.000\nx\n', version: 'any' });
  await page.getByLabel('Text of the caption at 0:00.000').fill('The planks & apples');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Save mine over them' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();

  await page.goto(`/watch/${id}`);
  const shown = page.locator('.kp-cues');
  await shown.getByText('Die Bretter & Äpfel', { exact: true }).waitFor();
  await page.mouse.move(400, 300);
  await page.getByRole('button', { name: 'Captions: Deutsch' }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await shown.getByText('The planks & apples', { exact: true }).waitFor();
  await page.keyboard.press('c');
  await shown.waitFor({ state: 'detached' });
  await page.reload();
  await assertPlays(page);
  assert.equal(await shown.count(), 0, 'that they are off is remembered');
  await page.keyboard.press('c');
  await shown.getByText('The planks & apples', { exact: true }).waitFor();

  await page.getByRole('region', { name: 'Chapters' }).getByRole('button', { name: 'Oars' }).click();
  await waitForPicture(page, 'it is at the chapter', ({ time }) => time >= 10);
  await page.locator('.kp-chapter').getByText('Oars').waitFor();
  assert.deepEqual(errors, []);
});

test('of a film that arrives and does not say how long it is, pages show what there is and that more comes', {
  timeout: 120_000,
}, async () => {
  await using opened = await browser.open({ viewport: SIZES.wide });
  const { page, errors } = opened;
  const person = await registerAccount(platform);
  const film = await makeFilm({ extension: 'ts', seconds: 20, width: 426, height: 240 });
  const bytes = await readFile(film);
  const { id, upload } = await startVideo(person.client, film, { title: 'Arrives', visibility: 'public' });
  const most = Math.floor(bytes.length * 0.8);
  await person.client.uploads.patch(upload.url, { offsetBytes: 0, body: bytes.subarray(0, most) });
  await eventually('it plays', async () => (await person.client.videos.get(id)).playback !== null);
  const length = page.locator('.kp-time');
  await page.goto(`/watch/${id}?t=19`);
  await page.getByText('0:19 has not arrived yet.', { exact: false }).waitFor();
  await eventually('it counts what there is', async () => /0:19 \/ 0:1\d\+/.test((await length.textContent()) ?? ''));
  await page.goto('/');
  await page.getByText(/^0:1\d\+$/).waitFor();
  await page.goto(`/watch/${id}?t=19`);
  await person.client.uploads.patch(upload.url, { offsetBytes: most, body: bytes.subarray(most) });
  const picture = await waitForPicture(page, 'its part has come', ({ time }) => time >= 19);
  assert.ok(picture.time < 20.1, `${picture.time} s`);
  await eventually('the length is known', async () => /\/ 0:20$/.test((await length.textContent()) ?? ''));
  assert.deepEqual(errors, []);
});

test('a film that was listed before it had a picture gets it while the list is looked at', {
  timeout: 90_000,
}, async () => {
  const person = await registerAccount(platform);
  const { id } = await uploadFilm(person.client, await makeFilm(), { title: 'Moments old', visibility: 'public' });
  await waitForState(person.client, id, 'ready');
  await using opened = await browser.open();
  const { page } = opened;
  // What a list said a moment ago.
  await page.route(/\/api\/v1\/videos\?/, async (route) => {
    const response = await route.fetch();
    const list = (await response.json()) as { items: { id: string; thumbnailUrl: string | null }[] };
    for (const card of list.items) if (card.id === id) card.thumbnailUrl = null;
    await route.fulfill({ response, json: list });
  });
  await page.goto('/');
  await page.getByRole('article').filter({ hasText: 'Moments old' }).locator('img[src*="/media/"]').waitFor();
});

test('an upright film plays on a phone, and in a page of somebody else', { timeout: 150_000 }, async (t) => {
  const person = await registerAccount(platform);
  const { id } = await uploadFilm(person.client, await makeFilm({ rotation: 90 }), { title: 'Upright' });
  await waitForState(person.client, id, 'ready');
  await t.test('a phone plays and fits', async () => {
    await using opened = await browser.open({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = opened;
    await page.goto(`/watch/${id}`);
    const picture = await assertPlays(page);
    assert.ok(picture.height > picture.width, 'it is upright');
  });
  await t.test('a script drives it from around, its file plays and seeks, and no other page is framed', async () => {
    await using opened = await browser.open();
    const { page, errors } = opened;
    const { downloads } = await person.client.videos.update(id, { downloadsAllowed: true, visibility: 'unlisted' });
    const [frame = '', script = ''] = await examplesOf(platform.url, id);
    const refused = `<iframe id="refused" src="${platform.url}/watch/${id}"></iframe>`;
    const file = `<video muted src="${platform.url}${downloads[0]?.url}"></video>`;
    await using site = await serveElsewhere(`${script}${frame}${refused}${file}`);
    await page.goto(site.url, { waitUntil: 'commit' });
    const now = page.locator('#now');
    await eventually('the page around hears the time', async () =>
      /^[2-9]\.\d of 13\.0 s$/.test((await now.textContent()) ?? ''),
    );
    assert.deepEqual(await driveFromAround(page, newId()), [9, 0.5, 2, 'not_found']);
    for (const frame of ['#film iframe', 'iframe[src*="start=90"]'])
      await page.frameLocator(frame).getByRole('link', { name: 'Upright' }).waitFor();
    assert.equal(await page.frameLocator('#refused').locator('main').count(), 0, 'other pages refuse');
    assert.deepEqual(await seekFile(page.locator('body > video')), [13, 3, 640]);
    assert.deepEqual(errors, []);
  });
});
