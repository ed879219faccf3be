import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { makeFilm, type Person, registerAccount, type TestPlatform } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

const GUIDE = new URL('../../docs/guide/mobile.md', import.meta.url);

/** What the guide's code leaves behind. */
interface Played {
  draft: { id: string };
  playlist: string;
  accessToken: string;
  signOut(): Promise<void>;
}

scenario(
  'the guide for native apps signs in, refreshes without cookies, uploads and plays as it stands',
  async (platform) => {
    const administrator = await administratorOf(platform);
    const person = await registerAccount(platform);
    const app = await administrator.page.apps.register({
      name: 'Phone',
      kind: 'native',
      redirectUris: ['org.example.films:/callback'],
    });
    const film = new Blob([new Uint8Array(await readFile(await makeFilm({ width: 426, height: 240 })))]);
    const kept: (string | undefined)[] = [];
    const { fetch: guarded, asked } = withoutCookies();
    const run = await guideOf(platform, app.id);
    const played = await run({
      film,
      fetch: guarded,
      openBrowser: (address) => letIn(person, address),
      keychain: { read: async () => kept.at(-1), write: async (token) => void kept.push(token) },
    });

    assert.match(played.playlist, /^#EXTM3U/);
    assert.ok(asked.refused, 'a token was refused once');
    assert.equal(kept.length, 2, 'which the guide answers with a refresh');
    const mine = await person.page.videos.get(played.draft.id);
    assert.deepEqual([mine.title, mine.visibility], ['From my phone', 'private']);
    const other = (path: string) => statusOf(request(`${platform.url}/api/v1/${path}`, { token: played.accessToken }));
    assert.deepEqual(await Promise.all(['me/channels', 'sessions', 'me/tokens'].map(other)), [200, 403, 403]);
    assert.deepEqual(
      (await person.page.apps.mine()).map(({ name, scopes }) => [name, scopes]),
      [['Phone', ['read', 'upload']]],
    );

    const last = kept.at(-1);
    await played.signOut();
    const body = new URLSearchParams({ client_id: app.id, grant_type: 'refresh_token', refresh_token: `${last}` });
    const again = await fetch(`${platform.url}/api/v1/oauth/token`, { method: 'POST', body });
    assert.deepEqual([again.status, ((await again.json()) as { error: string }).error], [400, 'invalid_grant']);
    await administrator.page.apps.remove(app.id);
    assert.deepEqual(await person.page.apps.mine(), []);
  },
);

interface Surroundings {
  film: Blob;
  fetch: typeof fetch;
  openBrowser(address: string): Promise<string>;
  keychain: { read(): Promise<string | undefined>; write(token: string | undefined): Promise<void> };
}

/** All its code, one after the other, for this server and app. */
async function guideOf(platform: TestPlatform, clientId: string): Promise<(around: Surroundings) => Promise<Played>> {
  const text = await readFile(GUIDE, 'utf8');
  const blocks = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  assert.ok(blocks.length >= 7, `${blocks.length} blocks`);
  const code = blocks.join('\n').replace('https://video.example', platform.url).replace('YOUR_CLIENT_ID', clientId);
  const AsyncFunction = (async () => {}).constructor as new (
    ...source: string[]
  ) => (...values: unknown[]) => Promise<Played>;
  const names = ['film', 'fetch', 'openBrowser', 'keychain'] as const;
  const play = new AsyncFunction(...names, `${code}\nreturn { draft, playlist, accessToken, signOut };`);
  return (around) => play(...names.map((name) => around[name]));
}

/** What somebody does in the browser that the app opens, and where they come out. */
async function letIn(person: Person, address: string): Promise<string> {
  const { pathname, searchParams } = new URL(address);
  assert.equal(pathname, '/oauth/authorize');
  const params = Object.fromEntries(searchParams);
  const asked = await person.page.apps.authorization(params);
  assert.deepEqual([asked.redirectTo, asked.app.name, asked.scopes], [null, 'Phone', ['read', 'upload']]);
  return person.page.apps.answer(params, true);
}

/** As an app's: nothing is kept between requests. The first draft is refused as if five minutes had passed. */
function withoutCookies(): { fetch: typeof fetch; asked: { refused: boolean } } {
  const asked = { refused: false };
  const guarded: typeof fetch = async (input, init) => {
    assert.equal(new Headers(init?.headers).has('cookie'), false);
    if (!asked.refused && init?.method === 'POST' && `${input}`.endsWith('/api/v1/videos')) {
      asked.refused = true;
      return fetch(input, { ...init, headers: { ...init.headers, authorization: 'Bearer over' } });
    }
    const answer = await fetch(input, init);
    assert.deepEqual(answer.headers.getSetCookie(), [], `${input} sets a cookie`);
    return answer;
  };
  return { fetch: guarded, asked };
}
