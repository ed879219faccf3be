import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

const OBSERVE = `
globalThis.fetched = [];
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  fetched.push(String(input));
  return fetch(input, init);
};
`;

test('pages ask for what their head has named, once, and visitors are not asked who they are', {
  timeout: 120_000,
}, async () => {
  const person = await registerAccount(platform);
  const { id } = await uploadFilm(person.client, await makeFilm(), { title: 'Ropes', tags: ['ropes'] });
  await waitForState(person.client, id, 'ready');
  await platform.settle();
  const [channel] = await person.client.channels.mine();
  const paths = [
    '/',
    `/watch/${id}`,
    `/embed/${id}`,
    `/@${channel?.handle}`,
    '/tag/ropes',
    '/category/music',
    '/login',
  ];
  for (const who of ['nobody', 'somebody'] as const) {
    await using opened = await browser.open();
    const { page } = opened;
    if (who === 'somebody') {
      await logIn(page, person);
      await page.waitForLoadState('networkidle');
    }
    await page.addInitScript(OBSERVE);
    for (const path of paths.filter((path) => who === 'nobody' || path !== '/login')) {
      const asked: string[] = [];
      page.removeAllListeners('request');
      page.on('request', (request) => asked.push(new URL(request.url()).href.replace(platform.url, '')));
      await page.goto(path, { waitUntil: 'networkidle' });
      const html = await (await page.context().request.get(path)).text();
      const named = [...html.matchAll(/<link rel="preload" as="(?:fetch|script|image)"[^>]* href="([^"]*)">/g)].map(
        ([, href = '']) => href.replaceAll('&amp;', '&'),
      );
      assert.ok(named.length > 0, `${path} names nothing`);
      for (const address of named) {
        // Asked for twice, it was named as the page does not ask for it.
        assert.equal(asked.filter((one) => one === address).length, 1, `${who}, ${path}: ${address}`);
      }
      const fetched = await page.evaluate<string[]>('fetched');
      for (const address of named.filter((address) => address.startsWith('/api/'))) {
        assert.ok(fetched.includes(address), `${who}, ${path}: ${address} is named for nothing`);
      }
      assert.equal(fetched.includes('/api/v1/tokens/access'), who === 'somebody', `${who}, ${path}`);
    }
    assert.deepEqual(opened.errors, []);
  }
});
