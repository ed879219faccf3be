import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkify } from './linkify.ts';
import { embedCode, shareLink } from './share-link.ts';

const kinds = (text: string, durationS = 600) =>
  linkify(text, durationS).map((part) =>
    part.kind === 'time' ? `time:${part.seconds}` : part.kind === 'link' ? `link:${part.href}` : part.text,
  );

test('times within the film become links', () => {
  assert.deepEqual(kinds('0:00 Ropes\n1:12 The slip'), ['time:0', ' Ropes\n', 'time:72', ' The slip']);
  assert.deepEqual(kinds('at 1:02:03', 4000), ['at ', 'time:3723']);
});

test('times beyond the film, ratios and clock-like numbers stay text', () => {
  assert.deepEqual(kinds('at 59:00'), ['at 59:00']);
  assert.deepEqual(kinds('ratio 16:9 and 1:75'), ['ratio 16:9 and 1:75']);
  assert.deepEqual(kinds('10:20:30:40'), ['10:20:30:40']);
});

test('addresses lose the punctuation of the sentence, not their own', () => {
  assert.deepEqual(kinds('See https://a.example/x.'), ['See ', 'link:https://a.example/x', '.']);
  assert.deepEqual(kinds('(https://a.example/b)'), ['(', 'link:https://a.example/b', ')']);
  assert.deepEqual(kinds('https://a.example/w_(x)'), ['link:https://a.example/w_(x)']);
});

test('only web addresses are links, and nothing is lost', () => {
  const text = 'javascript:alert(1) <https://a.example> 1:00';
  const parts = linkify(text, 600);
  assert.equal(parts.map((part) => part.text).join(''), text);
  assert.deepEqual(
    parts.filter((part) => part.kind === 'link').map((part) => part.text),
    ['https://a.example'],
  );
});

test('a shared link carries its start in whole seconds, where there is one', () => {
  assert.equal(shareLink('https://k.example', 'abc', null), 'https://k.example/watch/abc');
  assert.equal(shareLink('https://k.example', 'abc', 90.7), 'https://k.example/watch/abc?t=90');
  assert.equal(shareLink('https://k.example', 'abc', 0), 'https://k.example/watch/abc');
});

test('an embed code carries size and start, and no title breaks out of it', () => {
  const video = { id: 'abc', title: '"><script>alert(1)</script>' };
  const code = embedCode('https://k.example', video, { size: { width: 560, height: 315 }, startS: 90.7 });
  assert.match(
    code,
    /^<iframe src="https:\/\/k\.example\/embed\/abc\?start=90" width="560" height="315" [^<>]*><\/iframe>$/,
  );
  assert.match(code, / title="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;" /);
  assert.match(embedCode('https://k.example', video, { size: null, startS: 0 }), /embed\/abc" style="[^"]*width:100%/);
});
