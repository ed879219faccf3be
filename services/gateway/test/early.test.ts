import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Edge, PRIVATE_VIDEO, PUBLIC_VIDEO, startEdge } from './harness.ts';

let edge: Edge;
before(async () => {
  edge = await startEdge();
});
after(() => edge.stop());

/** What a page is told to fetch, in the order of its head. */
async function earlyOf(path: string, headers: Record<string, string> = {}): Promise<string[]> {
  const html = await (await fetch(edge.url + path, { headers })).text();
  return [...html.matchAll(/<link rel="preload" as="(?:fetch|script)" crossorigin href="([^"]*)">/g)].map(
    ([, href = '']) => href,
  );
}

const isVisitor = async (headers: Record<string, string> = {}) =>
  (await (await fetch(`${edge.url}/`, { headers })).text()).includes('<meta name="kinora-visitor" content="nobody">');

test('a page names what it is going to ask for', async () => {
  assert.deepEqual(await earlyOf('/'), ['/api/v1/newest']);
  assert.deepEqual(await earlyOf('/?sort=popular'), ['/api/v1/newest']);
  const channel = ['/api/v1/channels/ann', '/api/v1/newest?of=ann', '/en.js', '/page.js'];
  assert.deepEqual(await earlyOf('/@ann'), channel);
  assert.deepEqual(await earlyOf('/@ann/videos'), []);
});

test('what needs a token is left to the page of somebody who is logged in', async () => {
  for (const cookie of ['kinora=x', 'a=b; __Host-kinora=x']) {
    assert.equal(await isVisitor({ cookie }), false, cookie);
    assert.deepEqual(await earlyOf('/@ann', { cookie }), ['/api/v1/newest?of=ann', '/en.js', '/page.js'], cookie);
  }
  for (const cookie of ['', 'kinora=', 'notkinora=x', 'a=kinora']) {
    assert.equal(await isVisitor({ cookie }), true, cookie);
  }
});

test('words come in the language that the browser names first of those that there are', async () => {
  const words = async (language: string) =>
    (await earlyOf('/@ann', { 'accept-language': language })).filter((name) => /^\/(en|ja)/.test(name));
  assert.deepEqual(await words('ja-JP,en;q=0.5'), ['/ja-shell.js', '/ja.js']);
  assert.deepEqual(await words('tlh, EN-gb;q=0.9, ja'), ['/en.js']);
  assert.deepEqual(await words('constructor'), ['/en.js']);
});

test('no path brings markup or another address into the head', async () => {
  const html = await (await fetch(`${edge.url}/@ann%22%3E%3Cscript%3E`)).text();
  assert.ok(!html.includes('<script>'));
  for (const path of ['/@..%2f..%2fadmin', '/@ann%3Fx=1', '/@%E0%A4%A']) {
    for (const address of await earlyOf(path)) assert.match(address, /^\/(?:[\w.-]+\/?)+(?:\?of=)?[\w%.]*$/, path);
  }
});

test('the list of what is early is for the server alone', async () => {
  const answer = await fetch(`${edge.url}/early.json`);
  assert.doesNotMatch(answer.headers.get('content-type') ?? '', /json/);
});

test('of a video that is not for everybody, only the words and the code of its page are named', async () => {
  assert.deepEqual(await earlyOf(`/watch/${PUBLIC_VIDEO}`), [`/api/v1/videos/${PUBLIC_VIDEO}`]);
  assert.deepEqual(await earlyOf(`/watch/${PRIVATE_VIDEO}`), []);
});
