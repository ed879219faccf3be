import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SaxesParser } from 'saxes';
import { type Edge, EVIL, MATURE_VIDEO, PUBLIC_VIDEO, startEdge } from './harness.ts';

let edge: Edge;
before(async () => {
  edge = await startEdge({ RATE_LIMIT_PER_MINUTE: '0' });
});
after(() => edge?.stop());

test('a feed is XML that says what people have written, whatever that is', async () => {
  const address = `${edge.url}/api/v1/feed.xml?channel=@ann&tag=${encodeURIComponent(EVIL)}`;
  const answer = await fetch(address);
  assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [200, '*']);
  const feed = readXml(await answer.text());
  assert.deepEqual(feed.get('rss/channel/item/title'), [EVIL, 'Late']);
  assert.deepEqual(feed.get('rss/channel/item/description')?.[0], ']]>');
  assert.deepEqual(feed.get('rss/channel/item/category'), [EVIL, EVIL]);
  assert.deepEqual(
    feed.get('rss/channel/item/guid'),
    [PUBLIC_VIDEO, MATURE_VIDEO].map((id) => `${edge.url}/watch/${id}`),
  );
  assert.deepEqual(feed.get('rss/channel/item/pubDate'), ['Fri, 02 Jan 2026 03:04:05 GMT']);
  assert.deepEqual(feed.get('rss/channel/item/media:rating'), ['adult']);
  const home = await (await fetch(`${edge.url}/`)).text();
  assert.match(home, /<link rel="alternate" type="application\/rss\+xml" href="[^"]+\/api\/v1\/feed\.xml"/);
});

/** The texts of all elements by their paths; throws for what is not well-formed. */
function readXml(xml: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const path: string[] = [];
  let text = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('closetag', () => {
    found.set(path.join('/'), [...(found.get(path.join('/')) ?? []), text]);
    path.pop();
    text = '';
  });
  parser.write(xml).close();
  return found;
}
