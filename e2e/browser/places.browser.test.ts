import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, registerAccount, seedVideos } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

const FILMS = 240;

test('Back leads to the same items at the same place, in every list that goes on', { timeout: 120_000 }, async () => {
  const admin = await registerAccount(platform);
  await platform.query(`update identity.accounts set role = 'admin' where id = $1`, [admin.account.id]);
  const [channel] = await admin.client.channels.mine();
  assert.ok(channel);
  await seedVideos(platform, FILMS);
  await platform.query(`update videos.videos set channel_id = $1, owner_account_id = $2`, [
    channel.id,
    admin.account.id,
  ]);
  await platform.query(
    `insert into videos.video_tags (video_id, key, label) select id, 'oak', 'oak' from videos.videos`,
  );
  await platform.query(
    `insert into identity.accounts (id, email, email_key, password_hash, display_name, role)
     select id, id || '@example.org', id || '@example.org', '', 'Person ' || i, 'viewer'
     from (select 'a' || i as id, i from generate_series(1, 120) as i) as people`,
  );
  for (const [name, size] of Object.entries(SIZES)) {
    await using opened = await browser.open({ viewport: size });
    const { page } = opened;
    await logIn(page, admin);
    for (const path of ['/', `/@${channel.handle}?sort=popular`, '/tag/oak', '/studio']) {
      await comesBack(page, {
        path,
        name: `${path}, ${name}`,
        link: 'main a[href*="/watch/"], main a[href*="/studio/videos/"]',
      });
    }
    assert.deepEqual(opened.errors, []);
  }
});

/** Goes on until there are more, to a place in the middle, into an item and back. */
async function comesBack(
  page: Page,
  { path, name, link }: { path: string; name: string; link: string },
): Promise<void> {
  await page.goto(path);
  const items = page.locator(link);
  await items.first().waitFor();
  const first = await items.count();
  await eventually(`${name}: there are more`, async () => {
    await page.mouse.wheel(0, 4000);
    return (await items.count()) >= first * 2;
  });
  await atRest(page);
  await page.evaluate(`scrollTo(0, document.documentElement.scrollHeight * 0.6)`);
  await atRest(page);
  const middle = items.nth(
    await page.evaluate<number>(`(() => {
    const links = [...document.querySelectorAll(${JSON.stringify(link)})];
    return links.findIndex((link) => link.getBoundingClientRect().top > innerHeight * 0.4);
  })()`),
  );
  const target = await middle.getAttribute('href');
  const before = await placeOf(page, link);
  await middle.click({ position: { x: 5, y: 5 } });
  await page.waitForURL(`**${target}`);
  await page.locator('h1').first().waitFor();
  await eventually(`${name}: what is opened begins at its top`, async () => (await page.evaluate('scrollY')) === 0);
  await page.goBack();
  await eventually(`${name}: the same place`, async () => {
    const now = await placeOf(page, link);
    return now.count >= before.count && now.href === before.href && Math.abs(now.top - before.top) <= 2;
  });
}

/** The wheel goes on for a moment, and more may be on its way. */
async function atRest(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  let last = '';
  await eventually('nothing moves', async () => {
    const now = await page.evaluate<string>(`[scrollY, document.documentElement.scrollHeight].join()`);
    const rests = now === last;
    last = now;
    return rests;
  });
}

interface Place {
  count: number;
  /** The first item below the window's upper edge, and how far below it is. */
  href: string;
  top: number;
}

function placeOf(page: Page, link: string): Promise<Place> {
  return page.evaluate<Place>(`(() => {
    const links = [...document.querySelectorAll(${JSON.stringify(link)})];
    const shown = links.find((link) => link.getBoundingClientRect().top > 60);
    return { count: links.length, href: shown?.getAttribute('href') ?? '', top: shown?.getBoundingClientRect().top ?? 0 };
  })()`);
}
