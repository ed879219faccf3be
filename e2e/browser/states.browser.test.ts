import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, registerAccount, seedVideos } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

const LONG = 'Ein-sehr-langer-Titel-ohne-jede-Stelle-an-der-man-ihn-trennen-könnte-und-noch-mehr-davon-bis-100';
const OPEN_PAGES = [
  '/',
  '/tag/nothing',
  '/category/music',
  '/login',
  '/register',
  '/forgot',
  '/about',
  '/rules',
  '/nowhere',
];
const OWN_PAGES = [
  '/shared',
  '/settings',
  '/settings/account',
  '/settings/profile',
  '/settings/security',
  '/upload',
  '/studio',
  '/studio/channel',
  '/studio/viewers',
];
const ADMIN_PAGES = [
  '/admin',
  '/admin/registration',
  '/admin/instance',
  '/admin/logins',
  '/admin/mail',
  '/admin/storage',
  '/admin/workers',
  '/admin/processing',
  '/admin/health',
  '/admin/audit',
];

/** How a page is looked at: what is right in one of them is wrong in another. */
const LOOKS = [
  { colorScheme: 'dark', locale: 'en-GB' },
  { colorScheme: 'light', locale: 'ar' },
] as const;

test('every page can be used: empty, full, while it loads and where the server fails, dark, light and right to left', {
  timeout: 180_000,
}, async () => {
  const person = await registerAccount(platform);
  await platform.query(`update identity.accounts set role = 'admin' where id = $1`, [person.account.id]);
  const pages = [...OPEN_PAGES, ...OWN_PAGES, ...ADMIN_PAGES];
  await visit(person, 'empty', pages);
  const [channel] = await person.client.channels.mine();
  assert.ok(channel);
  await seedVideos(platform, 30);
  await platform.query(`update videos.videos set channel_id = $1, owner_account_id = $2, title = $3`, [
    channel.id,
    person.account.id,
    LONG,
  ]);
  const [{ id } = { id: '' }] = await platform.query<{ id: string }>('select id from videos.videos limit 1');
  await person.client.channels.update(channel.id, { name: LONG.slice(0, 50) });
  const list = await person.client.viewerLists.create(LONG.slice(0, 60));
  await person.client.viewerLists.add(list.id, `${'a'.repeat(60)}@example.org`);
  const full = [
    '/',
    `/@${channel.handle}`,
    `/@${channel.handle}?tab=about`,
    `/watch/${id}`,
    '/studio',
    `/studio/videos/${id}`,
    '/studio/viewers',
    '/admin',
    '/admin/storage',
  ];
  await visit(person, 'full', full);
  await visit(person, 'failing', [...full, ...pages.filter((path) => !full.includes(path))], (page) =>
    page.route('**/api/v1/**', (route) =>
      /\/(tokens|setup|me|instance)(\/|\?|$)/.test(route.request().url())
        ? route.continue()
        : route.fulfill({ status: 503, json: { code: 'kernel.unavailable', status: 503 } }),
    ),
  );
});

type Person = Awaited<ReturnType<typeof registerAccount>>;

async function visit(
  person: Person,
  state: string,
  paths: readonly string[],
  prepare?: (page: Page) => Promise<unknown>,
): Promise<void> {
  // Each page in one look per state, by turns: the other state has the other look.
  for (const [turn, look] of LOOKS.entries()) {
    await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true, ...look });
    const { page, errors } = opened;
    await logIn(page, person);
    await prepare?.(page);
    for (const path of paths.filter((_, index) => (index + state.length) % LOOKS.length === turn)) {
      await page.setViewportSize(SIZES.wide);
      await page.goto(path);
      await eventually(`${path}, ${state}, has a heading`, async () => (await page.locator('h1').count()) > 0);
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      await assertUsableNow(page, `${path}, ${state}, ${look.locale}`);
    }
    assert.deepEqual(errors, [], `${state}, ${look.locale}`);
  }
}
