import assert from 'node:assert/strict';
import { test } from 'node:test';
import { embedCode, shareLink } from './share-link.ts';

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
